using System.Collections.Immutable;
using Codesmith.Supervisor.Chat;
using Codesmith.Supervisor.Credentials;
using Microsoft.Extensions.Logging;

namespace Codesmith.Supervisor.Sessions.Running;

/// <summary>What sessions are run with.</summary>
/// <param name="Workers">Starts workers.</param>
/// <param name="Credentials">Says what agents may use the model with.</param>
/// <param name="Chat">Takes receipts and responses.</param>
/// <param name="Store">Keeps what outlives the program.</param>
/// <param name="Spool">Keeps the files of prompts that wait.</param>
/// <param name="Places">How many may run.</param>
/// <param name="OpenDisplay">Makes what shows a session.</param>
/// <param name="NewConversationId">A fresh UUID at each call.</param>
/// <param name="Budgets">What a user has used of the budgets for the model.</param>
/// <param name="Failures">Takes what failed.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Logger">The operator's log.</param>
internal sealed record SessionServices(
    ISessionWorkers Workers,
    ICredentialSource Credentials,
    IChat Chat,
    ISessionStore Store,
    AttachmentSpool Spool,
    SessionPlaces Places,
    SessionDisplayFactory OpenDisplay,
    Func<string> NewConversationId,
    Func<UserId, ImmutableList<LimitUse>> Budgets,
    FailureLog Failures,
    TimeProvider Clock,
    ILogger<SessionRunner> Logger);
