using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Codesmith.Supervisor.Demo;

/// <summary>Headers that the real API puts on its replies.</summary>
internal static class ReplyHeaders
{
    /// <summary>A new identifier of the API's form, such as <c>req_</c> and 24 digits.</summary>
    public static string NewId(string prefix) => prefix + RandomNumberGenerator.GetHexString(24, lowercase: true);

    public static void AddTo(HttpResponse response)
    {
        response.Headers["request-id"] = NewId("req_");
        response.Headers["anthropic-organization-id"] = "00000000-0000-4000-8000-000000000001";
    }

    /// <summary>What a subscription has used, in percent.</summary>
    public static void AddUsedShares(HttpResponse response, (double FiveHours, double SevenDays) used, DateTimeOffset now)
    {
        Add("status", "allowed");
        Add("reset", Seconds(now.AddHours(2)));
        Add("representative-claim", "five_hour");
        Add("fallback-percentage", "0.5");
        Add("5h-status", "allowed");
        Add("5h-reset", Seconds(now.AddHours(2)));
        Add("5h-utilization", Share(used.FiveHours));
        Add("7d-status", "allowed");
        Add("7d-reset", Seconds(now.AddDays(5)));
        Add("7d-utilization", Share(used.SevenDays));

        void Add(string name, string value) => response.Headers["anthropic-ratelimit-unified-" + name] = value;
        static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        static string Share(double percent) => (percent / 100).ToString(CultureInfo.InvariantCulture);
    }
}
