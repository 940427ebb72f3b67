using System.Net;
using Codesmith.Supervisor.Chat.Discord.Rest;
using NUnit.Framework;

namespace Codesmith.Tests.Chat.Discord.Rest;

internal sealed class AttachmentTests
{
    private static readonly Uri File = new("https://cdn.example/attachments/a.txt?ex=1");

    private RestStage _stage = null!;

    [SetUp]
    public void SetUp() => _stage = new RestStage();

    [TearDown]
    public void TearDown() => _stage.Dispose();

    [Test]
    public void File_IsCopiedWithoutShowingTheToken()
    {
        _stage.Then(Bytes(100));
        using var copy = new MemoryStream();
        Assert.That(_stage.Finish(_stage.Rest.DownloadAttachmentAsync(File, copy, 100, CancellationToken.None)), Is.EqualTo(100));
        Assert.That(copy.Length, Is.EqualTo(100));
        Assert.That(_stage.Sent.Single().Headers, Does.Not.ContainKey("Authorization"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public void TooLargeFile_IsRefused(bool saysSo)
    {
        var answer = Bytes(200_000);
        if (!saysSo)
            answer.Content = new StreamContent(new UnmeasuredStream(answer.Content.ReadAsStream()));
        _stage.Then(answer);
        using var copy = new MemoryStream();
        var failure = _stage.Failure(_stage.Rest.DownloadAttachmentAsync(File, copy, 100_000, CancellationToken.None));
        Assert.That(failure.Kind, Is.EqualTo(DiscordErrorKind.TooLarge));
        Assert.That(copy.Length, Is.LessThanOrEqualTo(saysSo ? 0 : 100_000));
    }

    [Test]
    public void FileOnThisMachine_IsFetchedIfTheApiIsHere()
    {
        using var copy = new MemoryStream();
        using var rest = new DiscordRest(
            new DiscordRestOptions(new(RestStage.Token)) { ApiBase = new Uri("http://127.0.0.1:1/api/v10") }, _stage,
            _stage.Clock, new Random(1), _stage.Log.Factory.CreateLogger("rest"));
        _stage.Then(Bytes(100));
        var download = rest.DownloadAttachmentAsync(new Uri("http://127.0.0.1:2/a.txt"), copy, 100, CancellationToken.None);
        Assert.That(_stage.Finish(download), Is.EqualTo(100));
    }

    [TestCase("http://127.0.0.1:2/a.txt")]
    [TestCase("http://cdn.example/a.txt")]
    [TestCase("http://discord.com/api/a.txt")]
    [TestCase("file:///etc/passwd")]
    [TestCase("/a.txt")]
    public void OtherAddresses_AreNotFetched(string url)
    {
        var failure = _stage.Failure(_stage.Rest.DownloadAttachmentAsync(
            new Uri(url, UriKind.RelativeOrAbsolute), Stream.Null, 100, CancellationToken.None));
        Assert.That(failure.Kind, Is.EqualTo(DiscordErrorKind.Invalid));
        Assert.That(_stage.Sent, Is.Empty);
    }

    [TestCase(403, DiscordErrorKind.Gone)]
    [TestCase(404, DiscordErrorKind.Gone)]
    [TestCase(302, DiscordErrorKind.Unexpected)]
    [TestCase(503, DiscordErrorKind.Unavailable)]
    public void FileThatIsNotGivenOut_FailsWithItsKind(int status, DiscordErrorKind kind)
    {
        _stage.Then(new HttpResponseMessage((HttpStatusCode)status));
        Assert.That(
            _stage.Failure(_stage.Rest.DownloadAttachmentAsync(File, Stream.Null, 100, CancellationToken.None)).Kind,
            Is.EqualTo(kind));
    }

    [Test]
    public void HungDownload_IsGivenUp()
    {
        _stage.ThenLater();
        var download = _stage.Rest.DownloadAttachmentAsync(File, Stream.Null, 100, CancellationToken.None);
        Assert.That(_stage.Failure(download, RestLimits.Download.TotalSeconds + 1).Kind, Is.EqualTo(DiscordErrorKind.Unavailable));
    }

    private static HttpResponseMessage Bytes(int count) =>
        new(HttpStatusCode.OK) { Content = new ByteArrayContent(new byte[count]) };

    /// <summary>Does not tell its length, as an answer in chunks does not.</summary>
    private sealed class UnmeasuredStream(Stream inner) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            inner.ReadAsync(buffer, cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
