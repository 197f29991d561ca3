using System.Text;
using Argus.Gateway.Auth;
using Argus.Gateway.Auth.Keys;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;
using Argus.Testing;

namespace Argus.Gateway.Tests.Auth;

public sealed class KeyFileReaderTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    [Theory]
    [InlineData("{\"sha256\": \"\\ud800\"}")]
    [InlineData("{\"\\ud800\": 1}")]
    [InlineData("{\"sha256\": \"a\", \"expires\": \"\\ud800\"}")]
    [InlineData("{\"sha256\": \"a\", \"paths\": [\"\\udc00\"]}")]
    public void Read_TextThatIsNone_IsRefusedRatherThanThrown(string json)
    {
        Assert.NotEmpty(KeyFileReader.Read(Encoding.UTF8.GetBytes(json), out var file));
        Assert.Null(file);
    }

    [Fact]
    public void Read_BytesThatAreNoText_IsRefusedRatherThanThrown()
    {
        Assert.NotEmpty(KeyFileReader.Read((byte[])[.. "{\"sha256\": \""u8, 0xff, 0xfe, .. "\"}"u8], out _));
        Assert.NotEmpty(KeyFileReader.Read((byte[])[.. "{\""u8, 0xff, 0xfe, .. "\": 1}"u8], out _));
    }

    [Fact]
    public void Read_AHashAlone_OpensAllWithoutLimitForEver()
    {
        var file = Good($$"""{"sha256": "{{Hash}}"}""");

        Assert.Equal(KeyHash.Of("test"), Assert.Single(file.Hashes));
        Assert.True(file.Permissions.Covers("/detect"));
        Assert.True(file.Permissions.Covers("any", "thing"));
        Assert.Equal(LimitSettings.None, file.Limits);
        Assert.Null(file.Expires);
    }

    [Fact]
    public void Read_EveryField_IsWhatItSays()
    {
        var file = Good($$"""
            {
                "sha256": ["{{Hash}}", "{{Hash.ToUpperInvariant()}}"], "paths": ["/detect", "/v2/*"], "deployments": ["a/b", "c/*"],
                "requestsPerSecond": 2.5, "burst": 7, "concurrency": 3, "maxBodyBytes": 1000, "expires": "2030-01-31T12:00:00+02:00"
            }
            """);

        Assert.Equal(2, file.Hashes.Length);
        Assert.Equal(file.Hashes[0], file.Hashes[1]);
        Assert.Equal([true, false, true, false, false], ((string[])["/detect", "/detect/", "/v2/x/y", "/v2", "/other"]).Select(file.Permissions.Covers));
        Assert.Equal([true, false, true], (((string Namespace, string Name)[])[("a", "b"), ("a", "c"), ("c", "d")]).Select(d => file.Permissions.Covers(d.Namespace, d.Name)));
        Assert.Equal(new LimitSettings(2.5, 7, 3, 1000), file.Limits);
        Assert.Equal(new DateTimeOffset(2030, 1, 31, 10, 0, 0, TimeSpan.Zero), file.Expires);
    }

    [Fact]
    public void Read_WhatTheCommandLineWrites_IsWhatItSays()
    {
        var file = Good(File.ReadAllText(Path.Combine(TestData.Repository, "tests", "Argus.Gateway.Tests", "golden-keys", "every-field.json")));

        Assert.True(file.Permissions.Covers("/v2/models"));
        Assert.False(file.Permissions.Covers("ns", "others"));
        Assert.Equal(new LimitSettings(2.5, 7, 3, 1_000_000), file.Limits);
        Assert.Equal(new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero), file.Expires);
    }

    [Theory]
    [InlineData("""{}""", "no sha256")]
    [InlineData("""[]""", "JSON object")]
    [InlineData("""{"sha256": "abc"}""", "64 hexadecimal")]
    [InlineData("""{"sha256": []}""", "list of one")]
    [InlineData("""{"sha256": 5}""", "sha256 must be a text")]
    [InlineData("""{"sha256": "HASH", "sha256": "HASH"}""", "twice")]
    [InlineData("""{"sha256": "HASH", "role": "admin"}""", "unknown field 'role'")]
    [InlineData("""{"sha256": "HASH", "paths": []}""", "paths must be a list")]
    [InlineData("""{"sha256": "HASH", "paths": ["detect"]}""", "absolute path")]
    [InlineData("""{"sha256": "HASH", "paths": ["/a*"]}""", "absolute path")]
    [InlineData("""{"sha256": "HASH", "paths": ["/a/../b"]}""", "absolute path")]
    [InlineData("""{"sha256": "HASH", "deployments": ["faces"]}""", "namespace/name")]
    [InlineData("""{"sha256": "HASH", "deployments": ["*/faces"]}""", "namespace/name")]
    [InlineData("""{"sha256": "HASH", "requestsPerSecond": 0}""", "requestsPerSecond must be")]
    [InlineData("""{"sha256": "HASH", "requestsPerSecond": "5"}""", "requestsPerSecond must be")]
    [InlineData("""{"sha256": "HASH", "burst": 5}""", "burst needs requestsPerSecond")]
    [InlineData("""{"sha256": "HASH", "concurrency": 1.5}""", "concurrency must be")]
    [InlineData("""{"sha256": "HASH", "maxBodyBytes": -1}""", "maxBodyBytes must be")]
    [InlineData("""{"sha256": "HASH", "expires": "tomorrow"}""", "RFC 3339")]
    [InlineData("""{"sha256": "HASH", "expires": "2030-01-31"}""", "RFC 3339")]
    [InlineData("""{"sha256": "HASH", "expires": "2030-01-31T00:00:00"}""", "RFC 3339")]
    [InlineData("""{"sha256": "HASH"}}""", "not valid JSON")]
    [InlineData("", "not valid JSON")]
    public void Read_AnythingWrong_SaysWhat(string json, string sentence)
    {
        var errors = KeyFileReader.Read(Encoding.UTF8.GetBytes(json.Replace("HASH", Hash)), out var file);

        Assert.Null(file);
        Assert.Contains(errors, e => e.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_SeveralWrong_TellsAll()
    {
        var errors = KeyFileReader.Read("""{"sha256": "x", "burst": 0, "expires": 1, "color": "red"}"""u8.ToArray(), out _);

        Assert.Equal(4, errors.Length);
    }

    [Theory]
    [InlineData("argus_SECRETSECRETSECRET")]
    [InlineData("""{"sha256": "argus_SECRETSECRETSECRET"}""")]
    [InlineData("""{"argus_SECRETSECRETSECRET": 1}""")]
    [InlineData("""{"sha256": "SECRETSECRETSECRET"}""")]
    [InlineData("""{"SECRETSECRETSECRETSECRETSECRETSECRETSECRET": 1}""")]
    [InlineData("SECRETSECRETSECRET")]
    [InlineData("""{"sha256": SECRETSECRETSECRET}""")]
    public void Read_WithAKeyInIt_NeverRepeatsIt(string json)
    {
        var errors = KeyFileReader.Read(Encoding.UTF8.GetBytes(json), out var file);

        Assert.Null(file);
        Assert.NotEmpty(errors);
        Assert.All(errors, e => Assert.DoesNotContain("SECRET", e));
    }

    private static KeyFile Good(string json)
    {
        Assert.Empty(KeyFileReader.Read(Encoding.UTF8.GetBytes(json), out var file));
        return file!;
    }
}
