using System.Globalization;
using System.Text.Json.Nodes;

namespace Argus.StandIn;

/// <summary>How a stand-in behaves; told by its environment.</summary>
/// <param name="Answer">Body of /health (STAND_IN_HEALTH); ready where its status is healthy.</param>
/// <param name="EndsWith">What it ends with at start (STAND_IN_EXIT, or 1 where STAND_IN_ONCE is set and it was started here before); null where it runs.</param>
/// <param name="Words">What it says before that (STAND_IN_WORDS).</param>
/// <param name="Megabytes">Memory that it takes at start (STAND_IN_MEGABYTES).</param>
/// <param name="Delay">How long it takes to answer /health (STAND_IN_DELAY_MS).</param>
internal sealed record Behaviour(string Answer, int? EndsWith, string Words, int Megabytes, TimeSpan Delay)
{
    private const string Mark = "was-here";

    /// <summary>The line of the log that tells why, as the model server writes it.</summary>
    public string LastWords => new JsonObject { ["LogLevel"] = "Critical", ["Message"] = Words }.ToJsonString();

    public static Behaviour Read(Func<string, string?> read) => new(
        read("STAND_IN_HEALTH") ?? """{"status":"warming"}""",
        read("STAND_IN_EXIT") is { } code ? Number(code) : read("STAND_IN_ONCE") is not null && WasHere() ? 1 : null,
        read("STAND_IN_WORDS") ?? "",
        Number(read("STAND_IN_MEGABYTES") ?? "0"),
        TimeSpan.FromMilliseconds(Number(read("STAND_IN_DELAY_MS") ?? "0")));

    private static bool WasHere()
    {
        bool found = File.Exists(Mark);
        File.WriteAllText(Mark, "");
        return found;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
