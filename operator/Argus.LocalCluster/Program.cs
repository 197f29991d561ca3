using Argus.LocalCluster;

var errors = ClusterOptionsReader.Read(args, out var options);
if (errors.Count > 0)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, [.. errors, "", ClusterOptionsReader.Usage]));
    return 2;
}

try
{
    await using var app = ClusterApp.Create(options);
    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is IOException or InvalidDataException)
{
    Console.Error.WriteLine(e.Message);
    return 4;
}
