using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;

namespace Argus.Jobs.Video;

/// <summary>Reads what FFmpeg says on its standard error: the time of each frame, damage, the length of the video, and why it failed.</summary>
/// <param name="interval">Seconds between chosen frames.</param>
internal sealed partial class FfmpegMessages(double interval)
{
    // A line of text is short; other lines are data that nobody asked for.
    private const int LongestLine = 2000;
    private const int MostReasons = 5;
    private readonly Channel<FrameNote> _notes = Channel.CreateUnbounded<FrameNote>(new() { SingleReader = true, SingleWriter = true });
    private readonly List<string> _reasons = [];
    private double _last = double.NaN;
    private bool _nextIsDamaged;
    private bool _lastIsDamaged;
    private bool _hadErrors;

    /// <summary>One for each frame that is chosen, in order.</summary>
    public ChannelReader<FrameNote> Notes => _notes.Reader;

    /// <summary>Seconds; null as long as it is not known.</summary>
    public double? Duration { get; private set; }

    /// <summary>Why it failed: its first sentences about errors, each once.</summary>
    public IReadOnlyList<string> Reasons => _reasons;

    /// <summary>Reads to the end.</summary>
    public async Task ReadAsync(Stream messages, CancellationToken cancel)
    {
        try
        {
            byte[] piece = new byte[8192];
            var line = new List<byte>(LongestLine);
            while (await messages.ReadAsync(piece, cancel) is > 0 and var length)
            {
                foreach (byte one in piece.AsSpan(0, length))
                {
                    if (one != (byte)'\n')
                    {
                        if (line.Count < LongestLine)
                            line.Add(one);
                        continue;
                    }

                    Take(Encoding.UTF8.GetString([.. line]));
                    line.Clear();
                }
            }

            Take(Encoding.UTF8.GetString([.. line]));
        }
        finally
        {
            _notes.Writer.TryComplete();
        }
    }

    /// <summary>Takes one line.</summary>
    public void Take(string line)
    {
        if (Frame().Match(line) is { Success: true } frame)
            TakeFrame(frame.Groups["which"].Value == "0", frame.Groups["time"].Value);
        else if (line.StartsWith("[warning] ", StringComparison.Ordinal) && line.Contains("corrupt decoded frame", StringComparison.Ordinal))
            _nextIsDamaged = _hadErrors = true;
        else if (Trouble().Match(line) is { Success: true } trouble)
            TakeTrouble(trouble.Groups["text"].Value);
        else if (Duration is null && Length().Match(line) is { Success: true } length)
            Duration = (3600 * Number(length, "hours")) + (60 * Number(length, "minutes")) + Number(length, "seconds");
    }

    private void TakeFrame(bool isDecoded, string text)
    {
        if (isDecoded)
        {
            (_lastIsDamaged, _nextIsDamaged) = (_nextIsDamaged, false);
            return;
        }

        // Without a time of its own it is the one that was due.
        double time = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double read) && double.IsFinite(read) ? read : double.IsNaN(_last) ? 0 : _last + interval;
        double missing = double.IsNaN(_last) ? 0 : Math.Floor((time - _last) / interval + 0.01) - 1;
        int lost = _hadErrors ? (int)Math.Clamp(missing, 0, 1_000_000) : 0;
        (_last, _hadErrors) = (time, _lastIsDamaged);
        _notes.Writer.TryWrite(new(time, _lastIsDamaged, lost));
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private void TakeTrouble(string text)
    {
        _hadErrors = true;
        string clean = text.Trim();
        if (clean.Length > 300)
            clean = clean[..300] + "…";
        if (_reasons.Count < MostReasons && clean.Length > 0 && !_reasons.Contains(clean))
            _reasons.Add(clean);
    }

    // Anchored: what a file says of itself is printed too, and never at the beginning of a line.
    [GeneratedRegex(@"^\[Parsed_showinfo_(?<which>[02]) @ 0x[0-9a-f]+\] \[info\] n: *\d+ pts: *\S+ +pts_time:(?<time>\S+) ")]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(\[[^\]]* @ 0x[0-9a-f]+\] )*\[(error|fatal|panic)\] (?<text>.*)$")]
    private static partial Regex Trouble();

    [GeneratedRegex(@"^\[info\]   Duration: (?<hours>\d{1,6}):(?<minutes>\d\d):(?<seconds>\d\d\.\d+),")]
    private static partial Regex Length();
}
