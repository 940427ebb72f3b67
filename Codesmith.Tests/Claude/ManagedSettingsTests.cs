using System.Text.Json;
using Codesmith.Protocol;
using Codesmith.Worker.Claude;
using NUnit.Framework;

namespace Codesmith.Tests.Claude;

/// <summary>The settings that the agent cannot change agree with the code that relies on them.</summary>
internal sealed class ManagedSettingsTests
{
    private static readonly JsonElement Settings = JsonElement.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "managed-settings.json")));

    private static IEnumerable<JsonProperty> Hooks => Settings.GetProperty("hooks").EnumerateObject();

    [Test]
    public void EveryHook_IsOneThatIsRead()
    {
        foreach (var hook in Hooks)
        {
            var read = HookPayload.Parse(Json.Bytes($$"""{"hook_event_name":"{{hook.Name}}"}"""));
            Assert.That(read, Is.Not.Null.And.Not.InstanceOf<HookEvent.Other>(), hook.Name);
        }
    }

    [Test]
    public void EveryHookThatIsRead_IsThere() => Assert.That(
        Hooks.Select(hook => hook.Name), Is.EquivalentTo(
            typeof(HookEvent).GetNestedTypes(System.Reflection.BindingFlags.NonPublic).Select(type => type.Name).Except(["Other"])));

    [Test]
    public void EveryHook_ReachesTheWorker()
    {
        foreach (var hook in Hooks)
        {
            var handler = hook.Value[0].GetProperty("hooks")[0];
            if (hook.Name == "SessionStart")
            {
                Assert.That(handler.GetProperty("command").GetString(), Is.EqualTo(SandboxLayout.WorkerProgram));
                Assert.That(handler.GetProperty("args").EnumerateArray().Select(word => word.GetString()), Is.EqualTo(new[] { "forward", "hook" }));
            }
            else
            {
                Assert.That(
                    handler.GetProperty("url").GetString(), Is.EqualTo($"http://127.0.0.1:{SandboxLayout.HookPort}{HookServer.HookPath}"));
            }
        }
    }

    [Test]
    public void StatusLine_ReachesTheWorker() => Assert.That(
        Settings.GetProperty("statusLine").GetProperty("command").GetString(), Is.EqualTo($"{SandboxLayout.WorkerProgram} forward status"));

    [Test]
    public void Question_MayWaitADay() => Assert.That(
        Hooks.Single(hook => hook.Name == "PermissionRequest").Value[0].GetProperty("hooks")[0].GetProperty("timeout").GetInt32(), Is.EqualTo(86400));
}
