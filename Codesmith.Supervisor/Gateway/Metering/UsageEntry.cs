using System.Text.Json.Serialization;

namespace Codesmith.Supervisor.Gateway.Metering;

/// <summary>A line of <see cref="UsageJournal"/>: what one answer used.</summary>
internal sealed record UsageEntry(DateTimeOffset At, string User, string Model, TokenUsage Usage);

[JsonSerializable(typeof(UsageEntry))]
internal sealed partial class UsageEntryJson : JsonSerializerContext;
