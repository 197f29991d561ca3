using Argus.Kube.Api.Argus;
using Argus.Kube.Api.Core;
using Argus.Operator.Planning;

namespace Argus.Operator.Tests.Planning;

public sealed class DiagnosisTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("plain words\nof two lines", "plain words of two lines")]
    [InlineData("cut off\":1}\n{\"LogLevel\":\"Critical\",\"Message\":\"The first\"}\n{\"LogLevel\":\"Information\",\"Message\":\"later\"}", "The first")]
    [InlineData("{\"LogLevel\":\"Error\",\"Message\":\"one\"}\n{\"LogLevel\":\"Critical\",\"Message\":\"two\"}", "two")]
    [InlineData("{\"LogLevel\":\"Information\",\"Message\":\"nothing severe\"}", "")]
    public void Read_TerminationMessage_IsTheLastSevereLine(string? text, string expected) => Assert.Equal(expected, TerminationMessage.Read(text));

    [Theory]
    [InlineData("a.example is not there. Put it there. ", ": ... Put it there. x")]
    [InlineData("one word after the other ", ": ... word after the other x")]
    [InlineData("", ": ... x")]
    public void Of_ALongLastLine_TellsItsEndFromASentenceOrAWordOn(string begin, string told)
    {
        var hardware = new HardwareSpec { Target = HardwareSpec.Cpu };
        var pod = new PodFacts { Name = "p", Scheduled = true, LastEnd = new V1ContainerStateTerminated { ExitCode = 1, Message = new string('-', 80) + begin + new string('x', 498 - begin.Length) } };

        var trouble = Diagnosis.Of(pod, new Expectation(hardware, [], TimeSpan.FromMinutes(5), IsHandOver: false), DateTimeOffset.UnixEpoch);

        Assert.Contains(told, trouble!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("16Gi", 16L << 30)]
    [InlineData("16G", 16_000_000_000)]
    [InlineData("512Mi", 512L << 20)]
    [InlineData("9999999Ti", long.MaxValue)]
    public void Bytes_OfAnAmount_AreCounted(string amount, long bytes) => Assert.Equal(bytes, Memory.Bytes(amount));

    [Theory]
    [InlineData("16")]
    [InlineData("0Gi")]
    [InlineData("-1Gi")]
    [InlineData("lots")]
    [InlineData("")]
    [InlineData(null)]
    public void Bytes_OfNoAmount_AreNone(string? amount) => Assert.Null(Memory.Bytes(amount));
}
