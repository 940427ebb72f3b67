namespace Codesmith.Supervisor.Egress;

/// <summary>What may be reached where the operator says nothing else: sign-in, GitHub, package registries.</summary>
internal static class DefaultHosts
{
    private static readonly string[] Claude =
    [
        // The API itself goes through the model gateway; sign-in and accounts are asked directly.
        "api.anthropic.com", "claude.ai", "claude.com", "platform.claude.com", "console.anthropic.com",
        "downloads.claude.ai", "code.claude.com",
    ];

    private static readonly string[] GitHub =
        ["github.com", "api.github.com", "codeload.github.com", "*.githubusercontent.com"];

    private static readonly string[] Packages =
    [
        "registry.npmjs.org", "registry.yarnpkg.com", "repo.yarnpkg.com",
        // Headers that npm packages are compiled against.
        "nodejs.org",
        "pypi.org", "files.pythonhosted.org",
        "api.nuget.org", "www.nuget.org", "globalcdn.nuget.org",
        "crates.io", "index.crates.io", "static.crates.io", "static.rust-lang.org",
        "proxy.golang.org", "sum.golang.org",
        "repo.maven.apache.org", "repo1.maven.org",
        "rubygems.org", "index.rubygems.org",
        "deb.debian.org", "security.debian.org",
        "archive.ubuntu.com", "*.archive.ubuntu.com", "security.ubuntu.com", "ports.ubuntu.com",
    ];

    public static IReadOnlyList<HostPattern> All { get; } =
        [.. Claude.Concat(GitHub).Concat(Packages).Select(host => HostPattern.Read(host)!)];
}
