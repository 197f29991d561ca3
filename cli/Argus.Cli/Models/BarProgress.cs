using System.Collections.Concurrent;
using Argus.Inference.Models;
using Spectre.Console;

namespace Argus.Cli.Models;

/// <summary>Shows downloads as bars, one a file.</summary>
internal sealed class BarProgress(ProgressContext bars, IAnsiConsole console) : IProgress<ModelProgress>
{
    private readonly ConcurrentDictionary<string, ProgressTask> _tasks = [];

    public void Report(ModelProgress value)
    {
        if (value.Note is not null)
        {
            console.WriteLine($"{value.File}: {value.Note}");
            return;
        }

        var task = _tasks.GetOrAdd(value.File, name => bars.AddTask(Markup.Escape(name)));
        task.IsIndeterminate(value.Total == 0);
        task.MaxValue = Math.Max(value.Total, 1);
        task.Value = value.Bytes;
    }
}
