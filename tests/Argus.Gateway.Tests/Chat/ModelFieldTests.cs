using System.Text;
using Argus.Gateway.Chat;

namespace Argus.Gateway.Tests.Chat;

public sealed class ModelFieldTests
{
    [Theory]
    [InlineData("""{"model":"a","n": 1.50}""", """{"model":"b","n": 1.50}""")]
    [InlineData("""{ "x": {"model": "a"}, "model" : "a" }""", """{ "x": {"model": "a"}, "model" : "b" }""")]
    [InlineData("""{"model":"a","model":"c"}""", """{"model":"b","model":"b"}""")]
    [InlineData("""{"mod\u0065l":{"a":[1,{}]},"y":[]}""", """{"mod\u0065l":"b","y":[]}""")]
    [InlineData("""{"model":null}""", """{"model":"b"}""")]
    [InlineData("""{"y":"é\u00e9"}""", """{"model":"b","y":"é\u00e9"}""")]
    [InlineData(" { } ", """ {"model":"b" } """)]
    public void Replace_Body_ChangesTheNameOnly(string body, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(ModelField.Replace(Encoding.UTF8.GetBytes(body), "b", out string? fault).Span) + fault);

    [Fact]
    public void Replace_NameWithQuotes_IsEscaped() =>
        Assert.Equal("q\"\\", ModelField.Read(ModelField.Replace("""{"model":"a"}"""u8.ToArray(), "q\"\\", out _).Span, out _));

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"model":"a"} {}""")]
    [InlineData("")]
    public void Replace_NoObject_IsAFault(string body)
    {
        Assert.Equal(body, Encoding.UTF8.GetString(ModelField.Replace(Encoding.UTF8.GetBytes(body), "b", out string? fault).Span));
        Assert.NotNull(fault);
    }
}
