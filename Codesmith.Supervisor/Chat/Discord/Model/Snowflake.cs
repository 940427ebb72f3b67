using System.Globalization;
using System.Text.Json.Serialization;

namespace Codesmith.Supervisor.Chat.Discord.Model;

/// <summary>An id of Discord's; later ones are greater. A string in JSON, since it needs more than 53 bits.</summary>
[JsonConverter(typeof(SnowflakeConverter))]
internal readonly record struct Snowflake(ulong Value) : IComparable<Snowflake>
{
    /// <summary>Milliseconds of the Unix epoch at which Discord's own begins.</summary>
    private const long Epoch = 1_420_070_400_000;

    private const int TimeShift = 22;

    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeMilliseconds((long)(Value >> TimeShift) + Epoch);

    /// <summary>What lies before all ids of that moment.</summary>
    public static Snowflake At(DateTimeOffset time) =>
        new((ulong)Math.Max(0, time.ToUnixTimeMilliseconds() - Epoch) << TimeShift);

    public static bool operator <(Snowflake left, Snowflake right) => left.Value < right.Value;

    public static bool operator >(Snowflake left, Snowflake right) => left.Value > right.Value;

    public static bool operator <=(Snowflake left, Snowflake right) => left.Value <= right.Value;

    public static bool operator >=(Snowflake left, Snowflake right) => left.Value >= right.Value;

    /// <exception cref="FormatException">It is not a number of 64 bits.</exception>
    public static Snowflake Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException("An id of Discord's is a number.");

    public static bool TryParse(string? text, out Snowflake id)
    {
        bool isNumber = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        id = new Snowflake(value);
        return isNumber;
    }

    public int CompareTo(Snowflake other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
