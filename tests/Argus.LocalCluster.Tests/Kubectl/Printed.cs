using System.Text.RegularExpressions;

namespace Argus.LocalCluster.Tests.Kubectl;

/// <summary>What kubectl printed, without what changes from run to run: times, ages, versions, uids, addresses, names of temporary files, and the widths of columns that follow from them.</summary>
internal static partial class Printed
{
    public static string Normal(string text, string server)
    {
        text = text.Replace(server, "<server>", StringComparison.Ordinal);
        text = Uid().Replace(text, "UID");
        text = Moment().Replace(text, "TIME");
        text = Version().Replace(text, "${name}${gap}N");
        text = LogPrefix().Replace(text, "$1 ");
        text = DiffFile().Replace(text, "$1/");
        // From 1.34 on it also says where.
        text = FromNamespace().Replace(text, "deleted");
        text = Age().Replace(text, "AGE");
        return TrailingSpace().Replace(Gap().Replace(text, " "), "");
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z| \+0000)|[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000")]
    private static partial Regex Moment();

    [GeneratedRegex("(?<name>resourceVersion\"?|Resource Version):(?<gap> +)\"?\\d+\"?")]
    private static partial Regex Version();

    [GeneratedRegex(@"(?m)^([IWE])\d{4} [\d:.]+ +\d+ ")]
    private static partial Regex LogPrefix();

    [GeneratedRegex(@"\S*/(LIVE|MERGED)-\d+/")]
    private static partial Regex DiffFile();

    [GeneratedRegex("deleted from [a-z]+ namespace")]
    private static partial Regex FromNamespace();

    [GeneratedRegex(@"(?<![\w.-])(\d+[smhdy])+(?![\w.-])")]
    private static partial Regex Age();

    // Not at the beginning of a line, where it is the shape of YAML.
    [GeneratedRegex(@"(?<=\S) {2,}")]
    private static partial Regex Gap();

    [GeneratedRegex(@"(?m) +$")]
    private static partial Regex TrailingSpace();
}
