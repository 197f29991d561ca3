using Argus.Data.Blobs;
using Argus.Datasets;
using Argus.Datasets.Configuration;
using Argus.Datasets.Runs;
using Argus.Datasets.Store;
using Argus.ServiceDefaults.Health;

if (!RunCommand.TryRead(args, out var command))
{
    Console.Error.WriteLine(RunCommand.Usage);
    return 2;
}

var errors = DatasetsOptionsReader.Read(Environment.GetEnvironmentVariable, isAsked: command is null && !HealthQuestion.IsAsked(args), out var options);
if (!errors.IsEmpty)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, errors));
    return 2;
}

if (HealthQuestion.IsAsked(args))
    return await HealthQuestion.AskAsync(options.Host, options.Port, "/health/ready", Console.Error);

try
{
    await using var app = await DatasetsApp.CreateAsync(options, TimeProvider.System);
    if (command is not null)
        return await command.RunAsync(app.Services, Console.Out);
    await app.RunAsync();
}
catch (Exception error) when (error is DatabaseException or BlobStoreException)
{
    Console.Error.WriteLine(error.Message);
    return 3;
}
catch (IOException error)
{
    Console.Error.WriteLine($"Cannot listen on {options.Host}:{options.Port}: {error.Message}");
    return 4;
}

return 0;
