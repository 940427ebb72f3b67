using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Sessions;

namespace Codesmith.Supervisor.Egress;

/// <summary>Asks the user of a session whether a host may be reached from it.</summary>
/// <param name="user">Whose sandbox.</param>
/// <param name="host">Which host.</param>
/// <param name="cancellationToken">Nobody waits any more, and the answer is <see cref="HostVerdict.Unanswered"/>.</param>
internal delegate Task<HostVerdict> AskUser(UserId user, string host, CancellationToken cancellationToken);

/// <summary>Lets a request pass or not, after asking the user where the rules leave it to them.</summary>
internal sealed class EgressGate(EgressRules rules, AskUser ask, TimeProvider clock)
{
    /// <exception cref="EgressRefusedException">It does not pass.</exception>
    public async Task AdmitAsync(UserId user, EgressTarget target, CancellationToken cancellationToken)
    {
        switch (rules.Decide(target))
        {
            case EgressDecision.Refuse refuse:
                throw new EgressRefusedException(refuse.Refusal);
            case EgressDecision.Ask:
                using (var patience = new CancellationTokenSource(EgressLimits.Answer, clock))
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken))
                {
                    var verdict = await ask(user, target.Host, either.Token).ConfigureAwait(false);
                    if (Refusal(verdict, target.Host) is { } refusal)
                        throw new EgressRefusedException(refusal);
                }

                break;
        }
    }

    private static EgressRefusal? Refusal(HostVerdict verdict, string host) => verdict switch
    {
        HostVerdict.Allowed => null,
        HostVerdict.Denied => EgressRefusals.Denied(host),
        HostVerdict.Unanswered => EgressRefusals.NotAnswered(host),
        HostVerdict.TooManyQuestions => EgressRefusals.TooManyQuestions(host),
        _ => EgressRefusals.NobodyToAsk(host),
    };
}
