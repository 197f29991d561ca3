using Argus.ModelServer;
using Argus.ModelServer.Configuration;
using Argus.ModelServer.Hosting;
using Argus.ModelServer.Loading;
using Argus.ServiceDefaults.Health;

CLibrary.ReturnMemory();
var errors = ServerOptionsReader.Read(Environment.GetEnvironmentVariable, out var options);
if (!errors.IsEmpty)
{
    Console.Error.WriteLine(string.Join(Environment.NewLine, errors));
    return 2;
}

if (HealthQuestion.IsAsked(args))
    return await HealthQuestion.AskAsync(options.Host, options.Port, "/health/ready", Console.Error);

await using var app = ModelServerApp.Create(options);
// The host disposes its services when it ends: what tells the exit code is taken before.
var models = app.Services.GetRequiredService<ServerModels>();
var loader = app.Services.GetServices<IHostedService>().OfType<ModelLoader>().Single();
try
{
    await app.RunAsync();
}
catch (IOException e)
{
    Console.Error.WriteLine($"Cannot listen on {options.Host}:{options.Port}: {e.Message}");
    await loader.GiveUpAsync();
    return 4;
}

return models.State.Phase == ServerPhase.Failed ? 3 : 0;
