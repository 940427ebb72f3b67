using Codesmith.Supervisor.Egress;
using NUnit.Framework;
using NUnit.Framework.Constraints;

namespace Codesmith.Tests.Egress;

/// <summary>Spellings of hosts, the list, and what follows from both.</summary>
internal sealed class EgressRulesTests
{
    [TestCase("example.com", "example.com")]
    [TestCase("EXAMPLE.Com.", "example.com")]
    [TestCase("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [TestCase("a_b.example", "a_b.example")]
    [TestCase("7zip.org", "7zip.org")]
    [TestCase("localhost", "localhost")]
    [TestCase("", null)]
    [TestCase(".", null)]
    [TestCase("example.com..", null)]
    [TestCase(".example.com", null)]
    [TestCase("exa mple.com", null)]
    [TestCase("example.com\r\nX: y", null)]
    [TestCase("example.com\0", null)]
    [TestCase("bücher.example", null)]
    [TestCase("example。com", null)]
    [TestCase("ex%61mple.com", null)]
    [TestCase("-a.example", null)]
    [TestCase("a-.example", null)]
    [TestCase("2130706433", null)]
    [TestCase("0x7f000001", null)]
    [TestCase("0x7F.1", null)]
    [TestCase("127.1", null)]
    [TestCase("0177.0.0.1", null)]
    [TestCase("127.0.0.0x1", null)]
    [TestCase("example.0x", null)]
    public void Name_HasOneSpelling(string text, string? name) => Assert.That(HostName.Read(text), Is.EqualTo(name));

    [Test]
    public void Name_IsNoLongerThanDnsAllows()
    {
        var label = new string('a', 63);
        Assert.That(HostName.Read($"{label}.example"), Is.Not.Null);
        Assert.That(HostName.Read($"{label}a.example"), Is.Null);
        Assert.That(HostName.Read($"{label}.{label}.{label}.{label}"), Is.Null);
    }

    [TestCase("example.com", "example.com", true)]
    [TestCase("example.com", "www.example.com", false)]
    [TestCase("Example.COM.", "example.com", true)]
    [TestCase("*.example.com", "www.example.com", true)]
    [TestCase("*.example.com", "a.b.example.com", true)]
    [TestCase("*.example.com", "example.com", false)]
    [TestCase("*.example.com", "badexample.com", false)]
    [TestCase("*.example.com", "example.com.evil.org", false)]
    public void Pattern_Matches(string pattern, string host, bool matches) =>
        Assert.That(HostPattern.Read(pattern)!.Matches(host), Is.EqualTo(matches));

    [TestCase("*")]
    [TestCase("*.com")]
    [TestCase("com")]
    [TestCase("a.*.com")]
    [TestCase("example.com:443")]
    [TestCase("https://example.com")]
    [TestCase("example.com/path")]
    [TestCase("10.0.0.1")]
    public void Pattern_IsNone(string text) => Assert.That(HostPattern.Read(text), Is.Null);

    [TestCase("github.com:443")]
    [TestCase("GitHub.com.:443")]
    [TestCase("objects.githubusercontent.com:443")]
    [TestCase("registry.npmjs.org:80")]
    [TestCase("mine.example.com:443")]
    public void ListedHost_IsAllowed(string target) =>
        Assert.That(Decide(EgressMode.AllowList, target), Is.TypeOf<EgressDecision.Allow>());

    [TestCase("evil.example:443")]
    [TestCase("github.com.evil.example:443")]
    [TestCase("example.com:443")]
    public void OtherHost_IsAskedFor(string target)
    {
        Assert.That(Decide(EgressMode.AllowList, target), Is.TypeOf<EgressDecision.Ask>());
        Assert.That(Decide(EgressMode.AllowList, target, mayAsk: false), Refuses("is not on the list"));
        Assert.That(Decide(EgressMode.Open, target), Is.TypeOf<EgressDecision.Allow>());
    }

    [TestCase("github.com:22", "Port 22 is not open")]
    [TestCase("github.com:8080", "Port 8080 is not open")]
    [TestCase("1.1.1.1:443", "Sandboxes may reach hosts by name only")]
    [TestCase("[2606:4700::1111]:443", "Sandboxes may reach hosts by name only")]
    [TestCase("127.0.0.1:80", "not public (loopback)")]
    [TestCase("localhost:80", "is not on the list")]
    [TestCase("intranet:443", "is not on the list")]
    public void Target_IsRefusedWithoutAsking(string target, string reason) =>
        Assert.That(Decide(EgressMode.AllowList, target), Refuses(reason));

    [TestCase("169.254.169.254:80", "not public (metadata)")]
    [TestCase("[::1]:80", "not public (loopback)")]
    [TestCase("[::ffff:127.0.0.1]:80", "not public (loopback)")]
    [TestCase("[fd00:ec2::254]:80", "not public (metadata)")]
    [TestCase("github.com:25", "Port 25 is not open")]
    public void Target_IsRefusedEvenWhereAllIsOpen(string target, string reason) =>
        Assert.That(Decide(EgressMode.Open, target), Refuses(reason));

    [Test]
    public void PublicAddress_IsAllowedWhereAllIsOpen() =>
        Assert.That(Decide(EgressMode.Open, "1.1.1.1:443"), Is.TypeOf<EgressDecision.Allow>());

    private static EgressDecision Decide(EgressMode mode, string target, bool mayAsk = true) =>
        new EgressRules(new EgressOptions(mode, [HostPattern.Read("mine.example.com")!], mayAsk))
            .Decide(EgressTarget.Read(target, portIfNone: null));

    private static ContainsConstraint Refuses(string reason) =>
        Is.TypeOf<EgressDecision.Refuse>().With.Property("Refusal").Property("Message").Contains(reason);
}
