using System.Diagnostics;
using Argus.Testing;
using Argus.Testing.Messaging;

namespace Argus.Jobs.Tests.Video;

/// <summary>Videos that FFmpeg makes for tests, each in a folder that goes with this.</summary>
internal sealed class Films : IDisposable
{
    // Few keyframes make a damaged part a long one.
    public static readonly string[] H264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Makes a file; returns its path.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">All but the last.</param>
    public string Make(string name, params IEnumerable<string> arguments)
    {
        string path = _folder.At(name);
        using var process = Process.Start(new ProcessStartInfo(DebianProgram.Ffmpeg.Path, ["-v", "error", "-nostdin", "-y", .. arguments, path]) { RedirectStandardError = true })!;
        string said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        return path;
    }

    /// <summary>A file of these bytes.</summary>
    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder.At(name), bytes);
        return _folder.At(name);
    }

    /// <summary>A picture that moves, without a face.</summary>
    public string Pattern(string name, int seconds, int rate = 10, params string[] codec) =>
        Make(name, ["-f", "lavfi", "-i", $"testsrc=s=128x96:r={rate}:d={seconds}", .. codec.Length > 0 ? codec : H264]);

    /// <summary>Photos one after the other, each for some seconds, 25 frames a second, the picture growing and going to the right all the time.</summary>
    public string Cuts(string name, int seconds, params string[] photos)
    {
        List<string> arguments = [];
        string filter = "", joined = "";
        for (int i = 0; i < photos.Length; i++)
        {
            arguments.AddRange(["-loop", "1", "-t", $"{seconds}", "-i", TestData.At("photos", photos[i])]);
            filter += $"[{i}:v]crop='min(iw,ih)':'min(iw,ih)':0:0,scale=960:960,zoompan=z='1.1+0.003*on':x='iw/2-(iw/zoom/2)+on':y='0':d=1:s=640x640:fps=25[v{i}];";
            joined += $"[v{i}]";
        }

        return Make(name, [.. arguments, "-filter_complex", $"{filter}{joined}concat=n={photos.Length}:v=1[v]", "-map", "[v]", .. H264]);
    }
}
