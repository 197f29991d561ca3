using Argus.Testing.Databases;
using Argus.Testing.Messaging;

namespace Argus.Jobs.Tests.Storm;

/// <summary>A test that needs PostgreSQL, librdkafka, kcat and FFmpeg; skipped, saying so, where one is missing, and failed where they must be there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class StormFactAttribute : FactAttribute
{
    public StormFactAttribute() => Skip = PostgresServer.Missing ?? new KafkaFactAttribute().Skip ?? DebianProgram.Ffmpeg.Missing;
}
