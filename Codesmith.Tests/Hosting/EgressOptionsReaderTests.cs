using Codesmith.Supervisor.Egress;
using Codesmith.Supervisor.Hosting;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Codesmith.Tests.Hosting;

internal sealed class EgressOptionsReaderTests
{
    [Test]
    public void Nothing_IsTheList()
    {
        Assert.That(Read([], [], out string[] mistakes), Is.EqualTo(EgressOptions.Default));
        Assert.That(mistakes, Is.Empty);
    }

    [Test]
    public void Variables_GoBeforeTheFile()
    {
        EgressOptions options = Read(
            [
                ("CODESMITH_EGRESS", "Open"), ("CODESMITH_EGRESS_ALLOW", "a.example, *.b.example,"),
                ("CODESMITH_EGRESS_ASK", "off"),
            ],
            [("Egress:Mode", "isolated"), ("Egress:Allow:0", "c.example")], out string[] mistakes);

        Assert.That(mistakes, Is.Empty);
        Assert.That((options.Mode, options.UsersMayAllow), Is.EqualTo((EgressMode.Open, false)));
        Assert.That(options.Allow.Select(host => host.ToString()), Is.EqualTo(new[] { "a.example", "*.b.example" }));
    }

    [Test]
    public void File_HasAList()
    {
        EgressOptions options = Read(
            [], [("Egress:Mode", "isolated"), ("Egress:Allow:0", "c.example"), ("Egress:Ask", "False")], out _);

        Assert.That((options.Mode, options.UsersMayAllow), Is.EqualTo((EgressMode.Isolated, false)));
        Assert.That(options.Allow.Single().ToString(), Is.EqualTo("c.example"));
    }

    [Test]
    public void EveryMistake_IsALine()
    {
        Read(
            [
                ("CODESMITH_EGRESS", "closed"), ("CODESMITH_EGRESS_ALLOW", "https://a.example,*,ok.example"),
                ("CODESMITH_EGRESS_ASK", "maybe"),
            ],
            [], out string[] mistakes);

        const string names = "CODESMITH_EGRESS_ALLOW is to be names of hosts with commas between them, such as "
            + "example.com or *.example.com and without port or path, but has ";
        Assert.That(mistakes, Is.EqualTo(new[]
        {
            "CODESMITH_EGRESS is to be isolated, allowlist or open, not closed",
            names + "https://a.example",
            names + "*",
            "CODESMITH_EGRESS_ASK is to be on or off, not maybe",
        }));
    }

    private static EgressOptions Read(
        (string Name, string Value)[] environment, (string Key, string Value)[] file, out string[] mistakes)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(
            file.Select(item => KeyValuePair.Create(item.Key, (string?)item.Value))).Build();
        var settings = new Settings(
            name => environment.FirstOrDefault(item => item.Name == name).Value, configuration);
        EgressOptions options = EgressOptionsReader.Read(settings);
        mistakes = [.. settings.Mistakes];
        return options;
    }
}
