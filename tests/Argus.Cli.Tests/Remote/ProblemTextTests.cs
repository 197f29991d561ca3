using System.Text;
using Argus.Cli.Remote;

namespace Argus.Cli.Tests.Remote;

public sealed class ProblemTextTests
{
    [Theory]
    [InlineData("""{"detail":"Too large.","title":"x"}""", "Too large.")]
    [InlineData("""{"title":"Unprocessable","detail":"Wrong fields.","errors":{"max_faces":"must be a number."}}""", "Wrong fields. max_faces must be a number.")]
    [InlineData("""{"error":{"message":"Invalid key.","code":401}}""", "Invalid key.")]
    [InlineData("""{"error":"No."}""", "No.")]
    [InlineData("""{"detail":[{"loc":["body"]}]}""", null)]
    [InlineData("""{"detail":"\ud800"}""", null)]
    [InlineData("[1]", null)]
    [InlineData("not json", null)]
    [InlineData("", null)]
    public void Find_Body_GivesItsSentence(string body, string? sentence) =>
        Assert.Equal(sentence, ProblemText.Find(Encoding.UTF8.GetBytes(body)));
}
