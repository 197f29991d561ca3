using System.Reflection;
using Argus.Benchmarks.Agreement;
using Argus.Benchmarks.Cluster;
using Argus.Benchmarks.EndToEnd;
using Argus.Benchmarks.Gateway;
using Argus.Benchmarks.Jobs;
using Argus.Benchmarks.Vectors;
using BenchmarkDotNet.Running;

// bench [--json] [--rounds N] [--seconds S]   the end-to-end comparison
// bench agreement                             how far the engine is from the reference
// bench cluster [--counts N,N,...]           reconciling many resources, and apply to first answer
// bench gateway [--rounds N] [--seconds S] [--requests N]   what the gateway adds, beside nginx where it is installed
// bench vectors [--count N]                   exact search in the embedded store, beside one pass over memory
// bench jobs [--store sqlite,postgres,postgres+kafka] [--what throughput,wake,claims,models] [--jobs N] [--wakes N] [--callers N] [--workers N,N,...] [--partitions N] [--rounds N]   the job service without models
// bench micro [BenchmarkDotNet's arguments]   single steps
if (args is ["micro", .. var rest])
{
    BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(rest);
    return 0;
}

if (args is ["agreement"])
{
    Console.WriteLine(AgreementReport.Render());
    return 0;
}

if (args is ["cluster", ..])
{
    await ClusterBench.RunAsync([.. Text("--counts", "100,1000").Split(',').Select(int.Parse)]);
    return 0;
}

if (args is ["vectors", ..])
{
    await VectorsBench.RunAsync(Number("--count", 1_000_000));
    return 0;
}

if (args is ["jobs", ..])
{
    await JobsBench.RunAsync(Text("--store", "sqlite,postgres,postgres+kafka").Split(','), Text("--what", "throughput,wake,claims").Split(','), Text);
    return 0;
}

if (args is ["post-jobs", var service, var first, var count, var callers])
{
    await new PostLoad(int.Parse(service), long.Parse(first), int.Parse(count)).RunAsync(int.Parse(callers));
    return 0;
}

if (args is ["upstream", var port])
{
    TinyServer.Run(int.Parse(port));
    return 0;
}

if (args is ["gateway", ..])
{
    await GatewayBench.RunAsync(Number("--rounds", 5), TimeSpan.FromSeconds(Number("--seconds", 5)), Number("--requests", 1_000_000));
    return 0;
}

return await EndToEndBench.RunAsync(args.Contains("--json"), Number("--rounds", 5), TimeSpan.FromSeconds(Number("--seconds", 3)));

int Number(string name, int otherwise) => int.Parse(Text(name, $"{otherwise}"));

string Text(string name, string otherwise)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? args[at + 1] : otherwise;
}
