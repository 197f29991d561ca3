using System.Globalization;
using Argus.LocalCluster.Definitions;
using Argus.LocalCluster.Schema;
using Argus.LocalCluster.Selectors;

namespace Argus.LocalCluster.Http;

/// <summary>Parameters of list, watch and deletecollection.</summary>
internal sealed record ListOptions
{
    public LabelSelector Labels { get; init; } = LabelSelector.Everything;

    public FieldSelector Fields { get; init; } = FieldSelector.Everything;

    public string ResourceVersion { get; init; } = "";

    public string ResourceVersionMatch { get; init; } = "";

    public long Limit { get; init; }

    public string Continue { get; init; } = "";

    public TimeSpan? Timeout { get; init; }

    public bool Bookmarks { get; init; }

    public bool? SendInitialEvents { get; init; }

    /// <summary>Reads a query; returns what is wrong with it, or null.</summary>
    public static StatusFault? Read(IQueryCollection query, ApiResource resource, bool watch, out ListOptions options)
    {
        options = new ListOptions();
        if (ReadNumber(query, "limit", out long limit) is { } limitFault)
            return limitFault;
        if (ReadNumber(query, "timeoutSeconds", out long timeout) is { } timeoutFault)
            return timeoutFault;
        if (LabelSelector.Parse(query["labelSelector"], out var labels) is { } labelError)
            return StatusFault.BadRequest(labelError);
        if (FieldSelector.Parse(query["fieldSelector"], resource, out var fields) is { } fieldError)
            return StatusFault.BadRequest(fieldError);
        options = new ListOptions
        {
            Labels = labels,
            Fields = fields,
            ResourceVersion = query["resourceVersion"].ToString(),
            ResourceVersionMatch = query["resourceVersionMatch"].ToString(),
            Limit = limit,
            Continue = query["continue"].ToString(),
            Timeout = timeout > 0 ? Seconds.Wait(timeout) : null,
            Bookmarks = Truth(query["allowWatchBookmarks"]) ?? false,
            SendInitialEvents = Truth(query["sendInitialEvents"]),
        };
        var causes = watch ? options.CheckWatch() : options.CheckList();
        return causes.Count == 0 ? null : StatusFault.InvalidOptions("ListOptions", [.. causes]);
    }

    private List<FieldCause> CheckList()
    {
        var causes = new List<FieldCause>();
        if (ResourceVersionMatch.Length > 0)
            CheckMatch(causes);
        if (SendInitialEvents is not null)
            causes.Add(Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
        return causes;
    }

    private void CheckMatch(List<FieldCause> causes)
    {
        if (Continue.Length > 0)
            causes.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        if (ResourceVersion.Length == 0)
            causes.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        else if (ResourceVersionMatch is not ("Exact" or "NotOlderThan"))
            causes.Add(new FieldCause("FieldValueNotSupported", $"Unsupported value: \"{ResourceVersionMatch}\": supported values: \"Exact\", \"NotOlderThan\", \"\"", "resourceVersionMatch"));
        else if (ResourceVersionMatch == "Exact" && ResourceVersion == "0")
            causes.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
    }

    private List<FieldCause> CheckWatch()
    {
        var causes = new List<FieldCause>();
        if (Continue.Length > 0)
            causes.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden when continue is provided"));
        if (SendInitialEvents is not null && ResourceVersionMatch != "NotOlderThan")
            causes.Add(Forbidden("resourceVersionMatch", "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
        if (ResourceVersionMatch.Length > 0 && SendInitialEvents is null)
            causes.Add(Forbidden("resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        if (SendInitialEvents is not null && ResourceVersionMatch is not ("" or "NotOlderThan"))
            causes.Add(new FieldCause("FieldValueNotSupported", $"Unsupported value: \"{ResourceVersionMatch}\": supported values: \"NotOlderThan\"", "resourceVersionMatch"));
        return causes;
    }

    private static FieldCause Forbidden(string field, string why) => new("FieldValueForbidden", $"Forbidden: {why}", field);

    private static StatusFault? ReadNumber(IQueryCollection query, string name, out long value)
    {
        value = 0;
        string text = query[name].ToString();
        return text.Length == 0 || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            ? null
            : StatusFault.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
    }

    private static bool? Truth(string? text) =>
        string.IsNullOrEmpty(text) ? null : !string.Equals(text, "false", StringComparison.OrdinalIgnoreCase) && text != "0";
}
