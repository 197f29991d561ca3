using Argus.Jobs.Video;

namespace Argus.Jobs.Tests.Video;

public sealed class FfmpegMessagesTests
{
    private readonly FfmpegMessages _messages = new(1);

    [Fact]
    public void Take_FramesAndDamage_GivesTimesAndWhatWasLost()
    {
        foreach (string line in (string[])[Seen(0), Chosen("0"), Seen(1), "[warning] file:x: corrupt decoded frame in stream 0", Seen(2), Chosen("1"), "[h264 @ 0x5] [error] error while decoding MB 0 7", Seen(3), Chosen("4.04"), Seen(4), Chosen("9")])
            _messages.Take(line);

        Assert.Equal([new(0, false, 0), new(1, true, 0), new(4.04, false, 2), new(9, false, 0)], Notes());
        Assert.Equal(["error while decoding MB 0 7"], _messages.Reasons);
    }

    [Fact]
    public void Take_WordsOfTheFileItself_AreNoFrames()
    {
        _messages.Take("[info]     title           : [Parsed_showinfo_2 @ 0x5] [info] n: 0 pts: 0 pts_time:99 pos");
        _messages.Take("[info]                     : [error] lie");
        _messages.Take("[info]   Duration: 26:01:10.50, start: 0.000000, bitrate: 1 kb/s");
        _messages.Take("[info]   Duration: 99:01:10.50, start: 0.000000, bitrate: 1 kb/s");

        Assert.Empty(Notes());
        Assert.Empty(_messages.Reasons);
        Assert.Equal((26 * 3600) + 70.5, _messages.Duration);
    }

    [Fact]
    public void Take_FrameWithoutATime_HasTheOneThatWasDue()
    {
        _messages.Take(Chosen("5"));
        _messages.Take(Chosen("NOPTS"));

        Assert.Equal([5, 6], Notes().Select(n => n.Time));
    }

    private static string Seen(int number) => $"[Parsed_showinfo_0 @ 0x55a2] [info] n: {number,4} pts: {number} pts_time:{number} pos: 48 fmt:yuv420p";

    private static string Chosen(string time) => $"[Parsed_showinfo_2 @ 0x55a2] [info] n:   0 pts: 12 pts_time:{time}   pos: 48 fmt:yuv420p";

    private List<FrameNote> Notes()
    {
        List<FrameNote> notes = [];
        while (_messages.Notes.TryRead(out var note))
            notes.Add(note);
        return notes;
    }
}
