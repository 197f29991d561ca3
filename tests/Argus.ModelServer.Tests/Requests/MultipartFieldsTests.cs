using System.Text;
using Argus.ModelServer.Requests;

namespace Argus.ModelServer.Tests.Requests;

public sealed class MultipartFieldsTests
{
    [Fact]
    public async Task Read_WhatHttpClientWrites_FindsEveryByte()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            byte[] first = RandomBytes(random);
            byte[] second = RandomBytes(random);
            using var form = new MultipartFormDataContent("boundary-7")
            {
                { new ByteArrayContent(first), "file", "a.jpg" },
                { new StringContent("x"), "other" },
                { new ByteArrayContent(second), "file2", "b.jpg" },
            };
            byte[] body = await form.ReadAsByteArrayAsync();
            Dictionary<string, FormValue> fields = [];
            Assert.Null(MultipartFields.Read(body, "boundary-7", ["file", "file2"], fields));
            Assert.Equal(["file", "file2"], fields.Keys.Order());
            Assert.Equal(first, body.AsSpan(fields["file"].Start, fields["file"].Length));
            Assert.Equal(second, body.AsSpan(fields["file2"].Start, fields["file2"].Length));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("no boundary at all")]
    [InlineData("--b")]
    [InlineData("--b\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc\r\n--b")]
    [InlineData("--bc\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc\r\n--bc--")]
    public void Read_Broken_SaysSo(string body) =>
        Assert.NotNull(MultipartFields.Read(Encoding.UTF8.GetBytes(body), "b", ["file"], []));

    [Fact]
    public void Read_PreambleEmptyPartAndUnquotedName_AreRead()
    {
        byte[] body = Encoding.UTF8.GetBytes("ignored\r\n--b  \r\ncontent-disposition: FORM-DATA; name=file\r\n\r\n\r\n--b--\r\nignored too");
        Dictionary<string, FormValue> fields = [];
        Assert.Null(MultipartFields.Read(body, "b", ["file"], fields));
        Assert.Equal(0, fields["file"].Length);
    }

    [Fact]
    public void Read_PartWithoutHeadersOrName_IsSkipped()
    {
        byte[] body = Encoding.UTF8.GetBytes("--b\r\n\r\nx\r\n--b\r\nContent-Type: image/png\r\n\r\ny\r\n--b--");
        Dictionary<string, FormValue> fields = [];
        Assert.Null(MultipartFields.Read(body, "b", ["file"], fields));
        Assert.Empty(fields);
    }

    [Fact]
    public void Read_EndlessParts_AreRefused()
    {
        string part = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n";
        byte[] body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, 100)) + "--b--");
        Assert.Contains("more than", MultipartFields.Read(body, "b", ["file"], []));
    }

    private static byte[] RandomBytes(Random random)
    {
        // Mostly what boundaries are made of, so that near misses happen.
        byte[] bytes = new byte[random.Next(300)];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)"\r\n-boundary7\0"[random.Next(13)];
        return bytes;
    }
}
