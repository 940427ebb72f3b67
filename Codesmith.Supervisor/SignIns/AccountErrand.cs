using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.SignIns;

/// <summary>How a command about an account that needs no answers ended.</summary>
/// <param name="ExitCode">Null if it did not end by itself.</param>
/// <param name="Lines">The first that it printed.</param>
internal sealed record AccountErrand(int? ExitCode, IReadOnlyList<string> Lines)
{
    /// <summary>Runs it to its end, within bounds. Never throws, but for cancellation.</summary>
    public static async Task<AccountErrand> RunAsync(
        SignInServices services, UserId user, AccountCommand command, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        try
        {
            await using var running = await services.Commands.StartAsync(user, command, Keep);
            return Result(await running.Ended.WaitAsync(SignInLimits.Errand, services.Clock, cancellationToken));
        }
        catch (Exception exception) when (exception is WorkerLostException or TimeoutException)
        {
            return Result(null);
        }

        void Keep(string line)
        {
            lock (lines)
            {
                if (lines.Count < SignInLimits.Lines)
                    lines.Add(line);
            }
        }

        AccountErrand Result(int? exitCode)
        {
            lock (lines)
                return new AccountErrand(exitCode, [.. lines]);
        }
    }
}
