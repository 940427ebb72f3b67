using Codesmith.Protocol;
using Codesmith.Worker.Agent;
using Codesmith.Worker.Claude;
using Codesmith.Worker.Link;
using Codesmith.Worker.Pty;

// As a command of Claude Code's: passes on what it gets.
if (args is ["forward", var what])
    return await Forwarder.RunAsync(what, Console.OpenStandardInput());

var abandoned = SupervisorWatch.WaitForEndAsync();

// Everything else needs what lies where the supervisor bound it; see SandboxLayout.
var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
    .ToDictionary(entry => (string)entry.Key, entry => (string)entry.Value!, StringComparer.Ordinal);
using var model = new DoorRelay(
    SandboxLayout.ModelPort, Path.Combine(SandboxLayout.DoorFolder, SandboxLayout.ModelSocketName));
using var egress = new DoorRelay(
    SandboxLayout.EgressPort, Path.Combine(SandboxLayout.DoorFolder, SandboxLayout.EgressSocketName));
var relaying = Task.WhenAny(model.RunAsync(CancellationToken.None), egress.RunAsync(CancellationToken.None)).Unwrap();

// For one command about the user's account.
if (args is ["account", var command])
{
    var account = AccountProgram.RunAsync(command, environment);
    return await Task.WhenAny(account, abandoned) == account ? await account : 1;
}

// As the worker.
var program = new AgentProgram(
    SandboxLayout.AgentProgram, SandboxLayout.Workspace, environment, new TerminalSize(Columns: 120, Rows: 40));

var log = new EventLog(TimeProvider.System);
await using var agent = new AgentLoop(
    new ClaudeHome(SandboxLayout.Home, SandboxLayout.Workspace), program, happening => log.Append(happening),
    TimeProvider.System);
await using var hooks = new HookServer(agent);
using var listener = new LinkListener(
    Path.Combine(SandboxLayout.LinkFolder, SandboxLayout.LinkSocketName), log, agent,
    new AttachmentStore(SandboxLayout.Attachments), PeerCredentials.IsOutside);
hooks.Start();

using (var output = Console.OpenStandardOutput())
    output.Write(System.Text.Encoding.ASCII.GetBytes(SandboxLayout.ReadyLine + "\n"));

// It lives as long as its sandbox does: the supervisor ends both at once.
await await Task.WhenAny(
    agent.Completion, relaying, listener.RunAsync(CancellationToken.None), abandoned);
return 1;
