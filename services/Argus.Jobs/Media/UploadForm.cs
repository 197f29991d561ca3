using Argus.Data.Media;
using Argus.ServiceDefaults.Problems;

namespace Argus.Jobs.Media;

/// <summary>The fields of <c>POST /entity/</c> as far as they have come.</summary>
internal sealed class UploadForm : IAsyncDisposable
{
    private const int LongestLabel = 1000;
    private readonly Dictionary<string, string> _errors = [];

    /// <summary>What its owner calls it.</summary>
    public string? Label { get; private set; }

    /// <summary>Whether it is a collection; null where nothing was said.</summary>
    public bool? IsCollection { get; private set; }

    /// <summary>The file, complete; null where none came.</summary>
    public MediaUpload? File { get; private set; }

    /// <summary>Its name; null where none was given.</summary>
    public string? FileName { get; private set; }

    /// <summary>By its bytes.</summary>
    public string MimeType { get; private set; } = "";

    /// <summary>Takes a text field; a wrong one is noted.</summary>
    public void Set(string field, string text)
    {
        if (field == "label" ? Label is not null : IsCollection is not null)
            _errors[field] = "is given twice.";
        else if (field == "label")
            SetLabel(text);
        else if (text.ToLowerInvariant() is "true" or "false" or "1" or "0")
            IsCollection = text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase);
        else
            _errors[field] = "must be true or false.";
    }

    /// <summary>Takes a file that has begun to come; it is disposed of with the form.</summary>
    public void Set(MediaUpload file, string? name, string mime) => (File, FileName, MimeType) = (file, name, mime);

    /// <summary>Notes a wrong field.</summary>
    public void Fail(string field, string message) => _errors.TryAdd(field, message);

    /// <summary>What is wrong with the form as a whole; null where it can be taken.</summary>
    public Refusal? Judge()
    {
        if (IsCollection is true && File is not null)
            Fail("file", "must be left out for a collection.");
        if (IsCollection is not true && File is null && _errors.Count == 0)
            Fail("file", "is missing: send the picture in it, or is_collection=true.");
        return _errors.Count == 0 ? null : new(422, string.Join(" ", _errors.Select(e => $"{e.Key}: {e.Value}"))) { Errors = _errors };
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => File?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void SetLabel(string text)
    {
        if (text.Length > LongestLabel)
            Fail("label", $"must have at most {LongestLabel} characters.");
        else if (text.Any(char.IsControl))
            Fail("label", "must be one line of plain text.");
        else
            Label = text;
    }
}
