using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Argus.LocalCluster.Discovery;

/// <summary>The version that the server says it is: that of the API that it was held against.</summary>
internal static class ServerVersion
{
    public static JsonObject ToJson() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "36",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "35",
        ["gitVersion"] = "v1.36.2+argus",
        ["gitCommit"] = "",
        ["gitTreeState"] = "",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = RuntimeInformation.FrameworkDescription,
        ["platform"] = $"linux/{RuntimeInformation.OSArchitecture switch { Architecture.X64 => "amd64", var other => other.ToString().ToLowerInvariant() }}",
    };
}
