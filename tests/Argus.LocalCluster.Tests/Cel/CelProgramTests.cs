using System.Text.Json.Nodes;
using Argus.LocalCluster.Cel;
using Argus.LocalCluster.Schema;

namespace Argus.LocalCluster.Tests.Cel;

public sealed class CelProgramTests
{
    private static readonly SchemaNode Self = StructuralSchema.Compile(JsonNode.Parse(
        """
        {"type": "object", "properties": {
          "name": {"type": "string"}, "count": {"type": "integer"}, "share": {"type": "number"}, "on": {"type": "boolean"},
          "since": {"type": "string", "format": "date-time"}, "every": {"type": "string", "format": "duration"},
          "tags": {"type": "array", "items": {"type": "string"}},
          "limits": {"type": "object", "additionalProperties": {"type": "string"}},
          "port": {"x-kubernetes-int-or-string": true},
          "parts": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}}},
          "nested": {"type": "object", "properties": {"deep": {"type": "string"}, "x-y": {"type": "integer"}, "namespace": {"type": "string"}}}}}
        """)!.AsObject()).Root;

    private static readonly JsonObject Value = JsonNode.Parse(
        """
        {"name": "Alpha", "count": 3, "share": 2, "on": true, "since": "2026-01-02T03:04:05Z", "every": "1h30m", "tags": ["b", "a", "c"],
         "limits": {"cpu": "500m", "memory": "2Gi"}, "port": 80, "parts": [{"id": "x", "size": 1}, {"id": "y", "size": 5}],
         "nested": {"deep": "value", "x-y": 7, "namespace": "n"}}
        """)!.AsObject();

    [Theory]
    [InlineData("self.count + 2 * 3 == 9")]
    [InlineData("-self.count == -3 && 7 / 2 == 3 && -7 % 3 == -1")]
    [InlineData("self.share / 2.0 == 1.0")]
    [InlineData("self.count < 3.5 && 3u < 4u")]
    [InlineData("self.name.startsWith('Al') && self.name.endsWith('ha') && self.name.contains('lph')")]
    [InlineData("self.name.matches('^A[a-z]+$') && self.name.lowerAscii() == 'alpha' && size(self.name) == 5")]
    [InlineData("'a,b,c'.split(',') == ['a', 'b', 'c'] && 'a,b,c'.split(',', 2) == ['a', 'b,c'] && ['x', 'y'].join('-') == 'x-y'")]
    [InlineData("'tacocat'.substring(2, 4) == 'co' && 'hello'.replace('l', 'L', 1) == 'heLlo' && '  x '.trim() == 'x'")]
    [InlineData("'abc'.indexOf('c') == 2 && 'abcab'.lastIndexOf('b') == 4 && 'abc'.charAt(1) == 'b'")]
    [InlineData("has(self.name) && !has(self.limits.gpu) && has(self.limits.cpu)")]
    [InlineData("'b' in self.tags && !('z' in self.tags) && 'cpu' in self.limits")]
    [InlineData("self.tags.all(t, t.size() == 1) && self.tags.exists(t, t == 'c') && self.tags.exists_one(t, t == 'a')")]
    [InlineData("self.parts.filter(p, p.size > 2).map(p, p.id) == ['y'] && self.parts.map(p, p.size > 2, p.id) == ['y']")]
    [InlineData("self.limits.all(k, quantity(self.limits[k]).isGreaterThan(quantity('100m')))")]
    [InlineData("quantity('1000m').compareTo(quantity('1')) == 0 && quantity('2Gi').isLessThan(quantity('3Gi')) && !isQuantity('many')")]
    [InlineData("self.since < timestamp('2027-01-01T00:00:00Z') && self.since.getFullYear() == 2026 && self.since.getMonth() == 0")]
    [InlineData("self.every == duration('90m') && self.every.getMinutes() == 90 && self.since + self.every > self.since")]
    [InlineData("int('42') == 42 && double('1.5') == 1.5 && string(7) == '7' && bool('true') && int(3.9) == 3")]
    [InlineData("true || self.tags[99] == 'x'")]
    [InlineData("!(self.tags[99] == 'x' && false)")]
    [InlineData("self.count > 2 ? self.on : false")]
    [InlineData("self.port == 80 || self.port == '80'")]
    [InlineData("self.nested.x__dash__y == 7 && self.nested.__namespace__ == 'n'")]
    [InlineData("[1, 2, 3].sum() == 6 && [3, 1].max() == 3 && [1, 2].isSorted() && sets.contains([1, 2], [2])")]
    [InlineData("{'a': 1}['a'] == 1 && {'a': 1} == {'a': 1} && size({'a': 1}) == 1")]
    [InlineData("'%s has %d'.format([self.name, self.count]) == 'Alpha has 3'")]
    [InlineData("r'\\d' == '\\\\d' && \"\\u0041\" == 'A' && '''a\nb'''.contains('\\n')")]
    [InlineData("b'abc' == bytes('abc') && 0x10 == 16 // a remark")]
    public void Run_Expression_Holds(string source)
    {
        (CelProgram? program, string? error) = Compile(source);
        Assert.True(program is not null, error);
        Assert.Equal(true, program.Run(CelValues.FromJson(Value, Self), null, new CelBudget()));
    }

    [Theory]
    [InlineData("self.tags[5] == 'x'", "index out of bounds: 5")]
    [InlineData("self.limits['gpu'] == '1'", "no such key: gpu")]
    [InlineData("1 / 0 == 1", "division by zero")]
    [InlineData("9223372036854775807 + 1 > 0", "integer overflow")]
    [InlineData("int('x') == 1", "type conversion error")]
    [InlineData("self.tags.all(t, self.tags.all(u, self.tags.all(v, self.tags.all(w, [1,2,3,4,5,6,7,8,9,10].all(a, [1,2,3,4,5,6,7,8,9,10].all(b, [1,2,3,4,5,6,7,8,9,10].all(c, a + b + c < 99)))))))", "cost limit exceeded")]
    public void Run_Fault_IsAnErrorThatSaysWhat(string source, string message)
    {
        object? result = Compile(source).Program!.Run(CelValues.FromJson(Value, Self), null, new CelBudget(50_000));
        Assert.Contains(message, Assert.IsType<CelError>(result).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("self.nam == 'x'", "ERROR: <input>:1:5: undefined field 'nam'\n | self.nam == 'x'\n | ....^")]
    [InlineData("self.name == 3", "found no matching overload for '_==_' applied to '(string, int)'")]
    [InlineData("self.name + 1 == 'x'", "found no matching overload for '_+_' applied to '(string, int)'")]
    [InlineData("self.count.startsWith('x')", "found no matching overload for 'startsWith' applied to '(int.(string))'")]
    [InlineData("self.count && true", "found no matching overload for '_&&_'")]
    [InlineData("other == 1", "undeclared reference to 'other' (in container '')")]
    [InlineData("nosuch(self.name)", "undeclared reference to 'nosuch'")]
    [InlineData("self.name", "must evaluate to a bool")]
    [InlineData("self.name ==", "Syntax error")]
    [InlineData("self.name == 'x", "Syntax error")]
    [InlineData("has(self)", "invalid argument to has() macro")]
    [InlineData("self.count.all(x, x == 1)", "cannot be range of a comprehension")]
    public void Compile_Nonsense_SaysWhereAndWhat(string source, string message) =>
        Assert.Contains(message, Compile(source).Error, StringComparison.Ordinal);

    [Fact]
    public void Compile_SecondLine_NamesTheLineAndColumn() =>
        Assert.Contains("<input>:2:8: undefined field 'nam'\n | && self.nam == 'x'\n | .......^", Compile("self.on\n&& self.nam == 'x'").Error, StringComparison.Ordinal);

    [Fact]
    public void Compile_DeeplyNested_IsRefused() =>
        Assert.Contains("recursion limit", Compile(new string('(', 500) + "true" + new string(')', 500)).Error, StringComparison.Ordinal);

    private static (CelProgram? Program, string? Error) Compile(string source) => CelProgram.Compile(source, Self, optionalOldSelf: false, text: false);
}
