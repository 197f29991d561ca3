using System.Text;
using System.Text.Json;
using Argus.Contracts;
using Argus.Contracts.Health;
using Argus.Operator.Planning;
using Argus.Operator.Reconciling;

namespace Argus.Operator.Tests.Reconciling;

public sealed class HealthAnswerTests
{
    [Fact]
    public void Read_WhatTheModelServerWrites_HasEveryValue()
    {
        var body = new HealthResponse
        {
            Status = "healthy",
            Version = "1",
            Model = "faces",
            OnnxProviders = ["CUDAExecutionProvider", "CPUExecutionProvider"],
            EmbeddingDimension = 128,
            ModelDigest = "sha256:abc",
            Accelerator = new AcceleratorBody("nvidia", "nvidia", 3),
            Reason = "because",
        };

        var report = HealthAnswer.Read(JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.Default.HealthResponse));

        Assert.True(new HealthReport("healthy")
        {
            Digest = "sha256:abc",
            Providers = ["CUDAExecutionProvider", "CPUExecutionProvider"],
            Requested = "nvidia",
            Actual = "nvidia",
            FallbackNodes = 3,
            Reason = "because",
        }.SaysTheSameAs(report));
    }

    [Theory]
    [InlineData("""{"status":"healthy","accelerator":{"fallback_nodes":"three"}}""")]
    [InlineData("""{"status":"healthy","accelerator":{"fallback_nodes":null}}""")]
    [InlineData("{\"status\":\"\u00ff\"}")]
    public void Read_ValuesThatAreNone_IsNoAnswer(string body) => Assert.Null(HealthAnswer.Read(Encoding.Latin1.GetBytes(body)));

    [Fact]
    public void Read_AServerThatWarms_HasNoDigest()
    {
        var body = new HealthResponse { Status = "warming", Version = "1", Model = "m", OnnxProviders = [], EmbeddingDimension = 0, Accelerator = new AcceleratorBody("cpu", null, 0) };

        var report = HealthAnswer.Read(JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.Default.HealthResponse))!;

        Assert.Equal(("warming", null, null), (report.Status, report.Digest, report.Actual));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"status\": 3}")]
    [InlineData("{\"status\": \"healthy")]
    public void Read_WhatNoModelServerWrites_IsNothing(string body) => Assert.Null(HealthAnswer.Read(System.Text.Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("{\"status\":\"healthy\",\"accelerator\":null,\"onnx_providers\":\"x\"}")]
    [InlineData("{\"status\":\"healthy\",\"accelerator\":{\"fallback_nodes\":1e40}}")]
    public void Read_StrangeParts_AreLeftOut(string body)
    {
        var report = HealthAnswer.Read(System.Text.Encoding.UTF8.GetBytes(body))!;

        Assert.Equal((0, true, null), (report.FallbackNodes, report.Providers.IsEmpty, report.Actual));
    }

    [Theory]
    [InlineData("""{"status":"healthy","classes":{"count":2,"digest":"sha256:12"}}""", "sha256:12")]
    [InlineData("""{"status":"healthy","classes":{"count":0}}""", null)]
    [InlineData("""{"status":"healthy","classes":[]}""", null)]
    [InlineData("""{"status":"healthy"}""", null)]
    public void Read_Classes_TheirDigestIsFound(string body, string? digest) =>
        Assert.Equal(digest, HealthAnswer.Read(System.Text.Encoding.UTF8.GetBytes(body))!.ClassesDigest);

    [Fact]
    public void Count_OfAMetricsPage_LeavesProbesAndRefusalsOut()
    {
        const string page = """
            # TYPE http_server_request_duration_seconds histogram
            http_server_request_duration_seconds_count{http_request_method="POST",http_response_status_code="200",http_route="/detect"} 90
            http_server_request_duration_seconds_count{http_request_method="POST",http_response_status_code="500",http_route="/detect"} 7
            http_server_request_duration_seconds_count{http_request_method="POST",http_response_status_code="503",http_route="/detect"} 3
            http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="503",http_route="/health/ready"} 50
            http_server_request_duration_seconds_count{http_request_method="GET",http_response_status_code="200",http_route="/metrics"} 5
            http_server_request_duration_seconds_bucket{http_response_status_code="500",http_route="/detect",le="1"} 7
            """;

        Assert.Equal((100, 7), HealthAnswer.Count(page));
    }
}
