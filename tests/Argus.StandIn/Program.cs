using Argus.StandIn;

// What a model server is to a cluster, without a model: it says of itself what it is told to say.
var behaviour = Behaviour.Read(Environment.GetEnvironmentVariable);
if (behaviour.Megabytes > 0)
    Memory.Take(behaviour.Megabytes);
if (behaviour.EndsWith is { } code)
{
    Console.WriteLine(behaviour.LastWords);
    return code;
}

var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls($"http://{Environment.GetEnvironmentVariable("HOST")}:{Environment.GetEnvironmentVariable("PORT")}");
await using var app = builder.Build();
var health = new Health(behaviour.Answer, behaviour.Delay);
app.MapGet("/health", health.AnswerAsync);
app.MapGet("/health/live", () => "");
app.MapGet("/health/ready", health.AnswerAsync);
app.MapPost("/say", health.ChangeAsync);
app.MapPost("/die", () => Environment.Exit(9));
await app.RunAsync();
return 0;
