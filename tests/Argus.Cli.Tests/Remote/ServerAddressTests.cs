using Argus.Cli.Remote;

namespace Argus.Cli.Tests.Remote;

public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("https://argus.example.com", "https://argus.example.com/")]
    [InlineData("https://argus.example.com/faces", "https://argus.example.com/faces/")]
    [InlineData("http://10.0.0.7:8100/", "http://10.0.0.7:8100/")]
    [InlineData("argus.example.com", "https://argus.example.com/")]
    [InlineData("argus.example.com:8443/a/b", "https://argus.example.com:8443/a/b/")]
    [InlineData("localhost:8080", "http://localhost:8080/")]
    [InlineData("127.0.0.1", "http://127.0.0.1/")]
    [InlineData("localhost:443", "http://localhost:443/")]
    [InlineData("[::1]:8100", "http://[::1]:8100/")]
    [InlineData("https://localhost:8443", "https://localhost:8443/")]
    [InlineData(" localhost:8080 ", "http://localhost:8080/")]
    public void Parse_Address_IsReadAsMeant(string text, string expected) =>
        Assert.Equal(expected, ServerAddress.Parse(text, tls: false).Value!.ToString());

    [Fact]
    public void Parse_LocalAddressWithOptionsForTls_IsHttps() =>
        Assert.Equal("https://localhost:8443/", ServerAddress.Parse("localhost:8443", tls: true).Value!.ToString());

    [Theory]
    [InlineData("", "is no address of a server")]
    [InlineData("http://", "is no address of a server")]
    [InlineData("a b", "is no address of a server")]
    [InlineData("localhost:99999", "is no address of a server")]
    [InlineData("ftp://argus.example.com", "not ftp://")]
    [InlineData("https://argus.example.com/?key=1", "without '?key=1'")]
    public void Parse_SomethingElse_SaysWhatIsWrong(string text, string sentence) =>
        Assert.Contains(sentence, ServerAddress.Parse(text, tls: false).Trouble!.Sentence);

    [Fact]
    public void Parse_AddressWithAPassword_IsRefusedWithoutRepeatingIt()
    {
        var trouble = ServerAddress.Parse("https://me:hunter2@argus.example.com", tls: false).Trouble!;

        Assert.Contains("--key-file", trouble.Sentence);
        Assert.DoesNotContain("hunter2", trouble.Sentence);
    }
}
