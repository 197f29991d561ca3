using Xunit;

namespace Argus.Testing.Messaging;

/// <summary>A test that needs librdkafka and kcat; skipped, saying so, where one is missing, and failed where they must be there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class KafkaFactAttribute : FactAttribute
{
    public KafkaFactAttribute() => Skip = MissingLibrary() ?? DebianProgram.Kcat.Missing;

    private static string? MissingLibrary() =>
        Environment.GetEnvironmentVariable("CI") is null && !File.Exists(Path.Combine(TestData.Repository, "artifacts", "native", "librdkafka.so"))
            ? "librdkafka is not built (native/librdkafka/build)"
            : null;
}
