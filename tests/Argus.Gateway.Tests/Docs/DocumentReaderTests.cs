using System.Text;
using Argus.Gateway.Docs;

namespace Argus.Gateway.Tests.Docs;

public sealed class DocumentReaderTests
{
    [Theory]
    [InlineData("""{"openapi":"3.1.1","paths":{"/x":{"get":{"responses":{}}}}}""")]
    [InlineData("""{"openapi":"3.1.0","paths":{"/x":{"get":{"a":{"$ref":"#/components/schemas/A"}}}},"components":{"schemas":{"A":{"items":{"$ref":"#/components/schemas/A"}}}}}""")]
    public void Read_Lawful_HasNoFault(string json)
    {
        Assert.NotNull(DocumentReader.Read(Encoding.UTF8.GetBytes(json), out string? fault));
        Assert.Null(fault);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("<html>", "not JSON")]
    [InlineData("""{"openapi":"3.1.1","openapi":"3.1.1","paths":{}}""", "not JSON")]
    [InlineData("[]", "not OpenAPI")]
    [InlineData("""{"openapi":3.1,"paths":{}}""", "not OpenAPI")]
    [InlineData("""{"openapi":"3.1.1"}""", "not OpenAPI")]
    [InlineData("""{"openapi":"3.0.4","paths":{}}""", "3.1")]
    [InlineData("""{"openapi":"3.1.1","paths":{"x":{}}}""", "paths")]
    [InlineData("""{"openapi":"3.1.1","paths":{"/x":[]}}""", "paths")]
    [InlineData("""{"openapi":"3.1.1","paths":{},"components":{"schemas":{"<b>":{}}}}""", "components")]
    [InlineData("""{"openapi":"3.1.1","paths":{},"components":{"schemas":[]}}""", "components")]
    [InlineData("""{"openapi":"3.1.1","paths":{},"components":[],"x":{"$ref":"#/components/schemas/A"}}""", "components")]
    [InlineData("""{"openapi":"3.1.1","paths":{},"components":"x","x":{"$ref":"#/components/schemas/A"}}""", "components")]
    [InlineData("""{"openapi":"3.1.1","paths":{"/x":{"post":{"requestBody":[]}}}}""", "operations")]
    [InlineData("""{"openapi":"3.1.1","paths":{"/x":{"post":{"requestBody":{"content":[]}}}}}""", "operations")]
    [InlineData("""{"openapi":"3.1.1","paths":{"/x":{"post":{"responses":{"200":{"content":{"application/json":[]}}}}}}}""", "operations")]
    [InlineData("""{"openapi":"3.1.1","paths":{"/x":{"post":{"summary":"\ud800"}}}}""", "not JSON")]
    [InlineData("""{"openapi":"3.1.1","paths":{"/\ud800":{}}}""", "not JSON")]
    [InlineData("""{"openapi":"3.1.1","paths":{"/x":{"$ref":"https://example.org/x"}}}""", "refers")]
    [InlineData("""{"openapi":"3.1.1","paths":{"/x":{"get":{"$ref":"#/components/schemas/None"}}}}""", "refers")]
    public void Read_WhatCannotBeJoined_SaysWhy(string json, string why)
    {
        Assert.Null(DocumentReader.Read(Encoding.UTF8.GetBytes(json), out string? fault));
        Assert.Contains(why, fault);
    }

    [Fact]
    public void Read_NestedWithoutEnd_IsRefused() =>
        Assert.Null(DocumentReader.Read(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000))), out _));
}
