using NUnit.Framework;

namespace Codesmith.Tests.EndToEnd;

[TestFixture]
internal sealed class PromptTests : AgentFixture
{
    private static IEnumerable<TestCaseData> Prompts()
    {
        yield return Same("ManyLines", string.Join('\n', Enumerable.Range(1, 900).Select(
            line => $"{line}: fifty-five characters a line make fifty thousand.")));
        yield return Same("OneLongLine", string.Concat(Enumerable.Repeat("word ", 10_000)) + "end");
        yield return Same("BlankLines", "first\n\n\n\n\nlast");
        yield return Same("Clusters", "👩‍👩‍👧‍👦 🏳️‍🌈 👍🏽 नमस्ते 日本語 ﷽");
        yield return Same("Flags", "🇩🇪🇯🇵 and 🏴‍☠️");
        yield return Same("Keycaps", "1️⃣ #️⃣ ☎︎ ❤️");
        yield return Same("LeadingCluster", "👩🏽‍💻 codes");
        yield return Same("TrailingSelector", "codes ❤️");
        yield return Same("Joiners", "می‌خواهم क्‍ष");
        yield return Same("Points", "שָׁלוֹם مُحَمَّد");
        yield return Same("Mongolian", "ᠠ\u180bᠡ");
        yield return Same("Supplementary", "𝒳 𐍈 𠮷 🀄");
        yield return Case("CombiningMarks", "e\u0301 and g\u0303", "\u00e9 and g\u0303");
        yield return Same("ManyClusters", string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 400)));
        yield return Case("StackedMarks", "z\u0337\u0322 q\u0307\u0323 ก็", "z\u0337\u0322 q\u0323\u0307 ก็");
        // The box drops what has no width.
        yield return Case("IdeographVariant", "葛\U000e0100城", "葛城");
        yield return Case("Fillers", "a\u034fb \u3164x \u115fy", "ab x y");
        yield return Case("RightToLeft", "שלום עולם, مرحبا \u202bmixed\u202c text", "שלום עולם, مرحبا mixed text");
        yield return Case("Hidden", "so\u00adft \u061chid\u2066den\U000e0067", "soft hidden");
        // The box has no tabs.
        yield return Case("Tabs", "with\ttabs", "with    tabs");
        yield return Same("Shell", "!ls");
        yield return Same("Memory", "#note this");
        yield return Same("File", "@notes.txt");
        yield return Same("Help", "?");
        yield return Same("Digit", "1");
        yield return Same("Backslash", @"ends with \");
        yield return Case("Command", "/clear", "Message: /clear");
        yield return Case("Exit", "quit", "Message: quit");
        yield return Case("WindowsLines", "one\r\ntwo\rthree", "one\ntwo\nthree");
        yield return Case("PasteEnd", "before\e[201~\u0003\rafter", "before[201~\nafter");

        static TestCaseData Same(string name, string prompt) => Case(name, prompt, prompt);

        static TestCaseData Case(string name, string prompt, string arrives) =>
            new TestCaseData(prompt, arrives).SetName($"Prompt_ArrivesOnceAndWhole({name})");
    }

    [TestCaseSource(nameof(Prompts))]
    public async Task Prompt_ArrivesOnceAndWhole(string prompt, string arrives)
    {
        var transcript = await Agent.TurnAsync(prompt);

        Assert.That(Agent.Requests.Select(request => request.Prompt), Is.EqualTo(new[] { arrives.Trim() }));
        Assert.That(transcript, Does.EndWith("\nCompleted"));
    }
}
