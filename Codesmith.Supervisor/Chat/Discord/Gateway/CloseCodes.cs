namespace Codesmith.Supervisor.Chat.Discord.Gateway;

/// <summary>What a close code means, both ways.</summary>
internal static class CloseCodes
{
    /// <summary>Ends the session: the bot goes offline at once.</summary>
    public const int Goodbye = 1000;

    /// <summary>Keeps the session. Any code but 1000 and 1001 does; this one is nobody's.</summary>
    public const int BackSoon = 4900;

    /// <summary>What follows from a close by Discord.</summary>
    /// <param name="code">Null if there is none. Whether an unknown one has ended the session, resuming tells.</param>
    public static GatewayEnd EndOf(int? code) => code switch
    {
        null => new GatewayEnd.Resume("Discord closed the connection."),
        4003 => new GatewayEnd.Identify("Discord says the session was not authenticated (4003)."),
        4004 => new GatewayEnd.Fatal(
            "Discord does not accept the bot's token (4004). Create a new one in the developer portal "
            + "(the application, Bot, Reset Token) and put it into the configuration."),
        4007 => new GatewayEnd.Identify("Discord does not know the last sequence number (4007)."),
        4008 => new GatewayEnd.Resume("Discord says we sent too fast (4008).", ResumePace.Slowly),
        4009 => new GatewayEnd.Identify("The session timed out (4009)."),
        4010 => new GatewayEnd.Fatal(
            "Discord refuses the shard (4010). Codesmith asks for none, so Discord has changed: update Codesmith."),
        4011 => new GatewayEnd.Fatal(
            "The bot is in more servers than one connection may serve (4011). Remove it from servers, or give "
            + "Codesmith a bot of its own."),
        4012 => new GatewayEnd.Fatal(
            "Discord no longer speaks the version of the gateway that this Codesmith knows (4012). Update Codesmith."),
        4013 => new GatewayEnd.Fatal(
            "Discord does not know an intent that Codesmith asks for (4013). Update Codesmith."),
        4014 => new GatewayEnd.Fatal(
            "Discord does not let the bot read messages (4014). Switch on \"Message Content Intent\" in the developer "
            + "portal (the application, Bot, Privileged Gateway Intents) and start Codesmith again."),
        _ => new GatewayEnd.Resume($"Discord closed the connection ({code})."),
    };
}
