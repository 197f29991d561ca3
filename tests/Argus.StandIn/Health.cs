using System.Text.Json.Nodes;

namespace Argus.StandIn;

/// <summary>What it says of itself, until it is told to say something else.</summary>
internal sealed class Health(string body, TimeSpan delay)
{
    private volatile string _body = body;

    public async Task AnswerAsync(HttpContext http)
    {
        await Task.Delay(delay, TimeProvider.System, http.RequestAborted);
        string answer = _body;
        http.Response.StatusCode = (string?)JsonNode.Parse(answer)!["status"] == "healthy" ? 200 : 503;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer, http.RequestAborted);
    }

    public async Task ChangeAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        _body = await reader.ReadToEndAsync(http.RequestAborted);
    }
}
