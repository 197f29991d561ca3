using System.Globalization;
using System.Text;
using Argus.Jobs.Tests.Video;

namespace Argus.Jobs.Tests.Storm;

/// <summary>The files of a storm. A model knows a picture by the number inside, and a frame of a film by its size, which no other film has.</summary>
internal sealed class StormFiles
{
    // Even, as H.264 wants it.
    private const int Least = 32;
    private const int Columns = 64;
    private readonly Dictionary<long, byte[]> _films = [];

    /// <summary>Makes the films; in the place of one that is refused there is a picture.</summary>
    public StormFiles(StormPlan plan)
    {
        using var films = new Films();
        // Two frames are looked at, a second apart.
        foreach (var job in plan.Jobs.Where(j => j.IsFilm && j.Fate is not (Fate.Missing or Fate.Refused)))
        {
            string size = $"{Least + (2 * (job.Media % Columns))}x{Least + (2 * (job.Media / Columns))}";
            _films[job.Media] = File.ReadAllBytes(films.Make($"{job.Media}.mp4", ["-f", "lavfi", "-i", $"color=gray:s={size}:r=2:d=2", .. Films.H264]));
        }
    }

    /// <summary>The bytes of a file.</summary>
    public byte[] Of(long id) => _films.GetValueOrDefault(id) ?? [0xFF, 0xD8, 0xFF, .. Encoding.ASCII.GetBytes($" {id} ")];

    /// <summary>Whose picture, or frame, it is.</summary>
    public static long NumberOf(byte[] picture)
    {
        if (picture[3] == (byte)' ')
            return long.Parse(Encoding.Latin1.GetString(picture).Split(' ')[1], CultureInfo.InvariantCulture);
        var (width, height) = JpegSize.Of(picture);
        return ((width - Least) / 2) + ((height - Least) / 2 * Columns);
    }
}
