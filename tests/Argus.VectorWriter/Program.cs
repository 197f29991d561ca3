using Argus.Data.Vectors;
using Argus.Data.Vectors.Embedded;

// Writes to an embedded vector store until it is killed: FOLDER SEED FIRST. Step N is a function of seed and N alone (Step.cs), so that who reads "ack N" knows
// what must be there. "try N" is written before the step begins: only that one may be there or not.
var (folder, seed, first) = (args[0], int.Parse(args[1]), int.Parse(args[2]));
try
{
    await using var store = new EmbeddedVectorStore(new EmbeddedVectorOptions { Folder = folder, SegmentRows = Argus.VectorWriter.Step.SegmentRows, Threads = 2 });
    for (int number = first; ; number++)
    {
        Console.WriteLine($"try {number}");
        await Argus.VectorWriter.Step.Of(seed, number).DoAsync(store);
        Console.WriteLine($"ack {number}");
    }
}
catch (VectorStoreException error)
{
    Console.WriteLine($"{error.GetType().Name}: {error.Message}");
    return 3;
}
