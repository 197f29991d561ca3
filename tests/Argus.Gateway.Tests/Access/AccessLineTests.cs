using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Argus.Gateway.Access;
using Argus.Gateway.Auth;
using Argus.Gateway.Limits;
using Argus.ServiceDefaults.Auth;
using Argus.Testing;
using Microsoft.AspNetCore.Http;

namespace Argus.Gateway.Tests.Access;

public sealed class AccessLineTests
{
    private const int BytesPerLine = 100;

    private readonly FakeTimeProvider _time = new();
    private readonly AccessLine _line;

    public AccessLineTests() => _line = new AccessLine(_time);

    [Fact]
    public void Make_OfARequest_TellsWhatMatters()
    {
        using var activity = new Activity("test").Start();
        var http = Request("/detect", "?threshold=0.5&max_faces=3");
        var visit = new Visit(_time.GetTimestamp()) { Caller = new Caller("alice", Caller.ByKey, Permissions.All, new CallerLimits(LimitSettings.None, _time)) };
        visit.Read(1234);
        visit.Wrote(56);
        _time.Advance(TimeSpan.FromMilliseconds(12.345));

        var line = Parse(_line.Make(http, visit, 200));

        Assert.Equal(
            $$"""{"time":"2026-01-01T00:00:00.012Z","trace":"{{activity.TraceId}}","client":"10.1.2.3","caller":"alice","by":"key","protocol":"HTTP/1.1","method":"POST","path":"/detect","query":["threshold","max_faces"],"status":200,"bytes_in":1234,"bytes_out":56,"ms":12.345}""",
            line.GetRawText());
    }

    [Theory]
    [InlineData("/x\n{\"time\":\"forged\"}")]
    [InlineData("/x\r\n\"quoted\"")]
    [InlineData("/\u2028\u2029\u0085\0\u001b[31m")]
    [InlineData("/\ud800 alone \udc00")]
    [InlineData("/\uffff\ufffe</script>")]
    public void Make_OfAHostilePath_IsOneLineOfAsciiThatReadsBack(string path)
    {
        var made = _line.Make(Request(path, ""), new Visit(0) { Caller = new Caller(path, Caller.ByToken, Permissions.All, new CallerLimits(LimitSettings.None, _time)) }, 404);

        Assert.Equal(made.Length - 1, made.IndexOf((byte)'\n'));
        Assert.Equal(-1, made[..^1].IndexOfAnyExceptInRange((byte)' ', (byte)'~'));
        string told = Parse(made).GetProperty("path").GetString()!;
        Assert.Equal(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(path)), told);
    }

    [Fact]
    public void Make_OfTheLongestOfAll_FitsIntoOneWrite()
    {
        var http = Request("/" + new string('\u2028', 8000), "?" + string.Join('&', Enumerable.Range(0, 1000).Select(i => $"{new string('n', 28)}{i:000}=v")));
        http.Request.Method = new string('M', 5000);
        var visit = new Visit(0) { Denied = DenialReason.Unauthenticated, Caller = new Caller(new string('\u2028', 5000), Caller.ByToken, Permissions.All, new CallerLimits(LimitSettings.None, _time)) };

        Assert.InRange(_line.Make(http, visit, 200).Length, 2000, AccessWriter.MostBytes);
    }

    [Theory]
    [InlineData("?key=argus_abcdefghijklmnop", "key")]
    [InlineData("?argus_abcdefghijklmnop", "?")]
    [InlineData("?token%3Dsecret", "?")]
    [InlineData("?abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "?")]
    [InlineData("?a=1&a=2&=3&&b", "a,a,?,?,b")]
    public void Make_OfAQuery_TellsNamesOnly(string query, string names)
    {
        var line = Parse(_line.Make(Request("/x", query), new Visit(0), 200));

        Assert.Equal(names, string.Join(',', line.GetProperty("query").EnumerateArray().Select(n => n.GetString())));
    }

    [Fact]
    public void Make_OfAnAddressInItsLongForm_IsTheShortOne()
    {
        var http = Request("/x", "");
        http.Connection.RemoteIpAddress = IPAddress.Parse("::ffff:10.9.8.7");

        Assert.Equal("10.9.8.7", Parse(_line.Make(http, new Visit(0), 200)).GetProperty("client").GetString());
    }

    [Fact]
    public void Make_AgainAndAgain_AllocatesNextToNothing()
    {
        var http = Request("/detect", "?threshold=0.5");
        var visit = new Visit(0) { Caller = new Caller("alice", Caller.ByKey, Permissions.All, new CallerLimits(LimitSettings.None, _time)) };
        _line.Make(http, visit, 200);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
            _line.Make(http, visit, 200);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 0, BytesPerLine);
    }

    private static DefaultHttpContext Request(string path, string query)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = "POST";
        http.Request.Protocol = "HTTP/1.1";
        http.Request.Path = path;
        http.Request.QueryString = new QueryString(query);
        http.Connection.RemoteIpAddress = IPAddress.Parse("10.1.2.3");
        return http;
    }

    private static JsonElement Parse(ReadOnlySpan<byte> line) => JsonDocument.Parse(line.ToArray()).RootElement;
}
