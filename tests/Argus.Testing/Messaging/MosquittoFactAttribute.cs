using Xunit;

namespace Argus.Testing.Messaging;

/// <summary>A test that needs Mosquitto and its clients; skipped, saying so, where one is missing, and failed where they must be there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MosquittoFactAttribute : FactAttribute
{
    public MosquittoFactAttribute() => Skip = DebianProgram.Mosquitto.Missing ?? DebianProgram.MosquittoSub.Missing;
}
