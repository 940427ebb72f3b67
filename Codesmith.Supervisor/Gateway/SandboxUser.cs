namespace Codesmith.Supervisor.Gateway;

/// <summary>Connection feature: the user whose socket the connection arrived on.</summary>
internal sealed record SandboxUser(string Id);
