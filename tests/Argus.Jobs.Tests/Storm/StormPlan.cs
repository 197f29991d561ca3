using Argus.Contracts.Jobs;

namespace Argus.Jobs.Tests.Storm;

/// <summary>The jobs of a storm: all task types, priorities and fates, the same for a seed. One file of eight is a film, and has one job in place of three.</summary>
internal sealed class StormPlan
{
    // Far from those that are there.
    private const long Unknown = 1_000_000;
    private readonly Dictionary<long, Fate> _fates = [];

    /// <param name="seed">Of everything that is left to chance.</param>
    /// <param name="jobs">How many.</param>
    /// <param name="byKafka">Whether a part of them comes as messages.</param>
    public StormPlan(int seed, int jobs, bool byKafka)
    {
        var random = new Random(seed);
        List<StormJob> all = [];
        for (long media = 1; all.Count < jobs; media++)
        {
            // Of the few films more have a fate.
            var fate = random.Next(IsFilm(media) ? 8 : 20) switch { 0 => Fate.Missing, 1 => Fate.Refused, 2 => Fate.Poison, 3 => Fate.Flaky, _ => Fate.Good };
            long id = fate == Fate.Missing ? Unknown + media : media;
            _fates[id] = fate;
            foreach (string task in IsFilm(media) ? [JobTasks.VideoFaces] : JobTasks.OfPictures)
            {
                var way = byKafka ? (Way)Math.Max(0, random.Next(6) - 3) : Way.Rest;
                byte[] key = new byte[16];
                random.NextBytes(key);
                all.Add(new(task, id, random.Next(11), fate, way, new Guid(key)));
            }
        }

        Jobs = [.. all.Take(jobs)];
        Files = Jobs.Where(j => j.Fate != Fate.Missing).Max(j => j.Media);
    }

    public IReadOnlyList<StormJob> Jobs { get; }

    /// <summary>Files that are there are numbered from 1 to this.</summary>
    public long Files { get; }

    public Fate FateOf(long media) => _fates.GetValueOrDefault(media, Fate.Good);

    /// <summary>Faces in a picture, and in each frame of a film.</summary>
    public static int FacesOf(long media) => (int)((media + (media / 8)) % 4);

    /// <summary>Whether a file is a film.</summary>
    public static bool IsFilm(long media) => media % 8 == 3;
}
