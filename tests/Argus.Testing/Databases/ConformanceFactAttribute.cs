using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Argus.Testing.Databases;

/// <summary>A test of a suite that several stores inherit. In a class whose name begins with Postgres it is skipped, saying so, where there is no PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Argus.Testing.Databases.ConformanceFactDiscoverer", "Argus.Testing")]
public sealed class ConformanceFactAttribute : FactAttribute;

/// <summary>Finds such tests.</summary>
public sealed class ConformanceFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    /// <inheritdoc/>
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo fact) =>
        method.TestClass.Class.ToRuntimeType().Name.StartsWith("Postgres", StringComparison.Ordinal)
            ? new PostgresTestCase(DiagnosticMessageSink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method)
            : base.CreateTestCase(options, method, fact);
}

/// <summary>Such a test of PostgreSQL.</summary>
public sealed class PostgresTestCase : XunitTestCase
{
    [Obsolete("For xunit, which reads it back", error: true)]
    public PostgresTestCase()
    {
    }

    public PostgresTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(sink, display, options, method)
    {
    }

    /// <inheritdoc/>
    protected override string? GetSkipReason(IAttributeInfo factAttribute) => PostgresServer.Missing ?? base.GetSkipReason(factAttribute);
}
