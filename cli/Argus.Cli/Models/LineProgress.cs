using Argus.Inference.Models;

namespace Argus.Cli.Models;

/// <summary>Shows downloads as lines for logs: one every tenth of a file, and one for every event.</summary>
internal sealed class LineProgress(TextWriter output) : IProgress<ModelProgress>
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _tenths = [];

    public void Report(ModelProgress value)
    {
        lock (_lock)
        {
            if (value.Note is not null)
            {
                output.WriteLine($"{value.File}: {value.Note}");
                return;
            }

            long tenth = value.Total > 0 ? value.Bytes * 10 / value.Total : 0;
            if (_tenths.TryGetValue(value.File, out long last) && last == tenth)
                return;
            _tenths[value.File] = tenth;
            output.WriteLine(value.Total > 0
                ? $"{value.File}: {tenth * 10} % of {ByteSize.Of(value.Total)}"
                : $"{value.File}: {ByteSize.Of(value.Bytes)}");
        }
    }
}
