using Argus.SelfTest.Drawing;

namespace Argus.SelfTest.Graphs;

/// <summary>The constants of one anchor, shared by its heads at all strides.</summary>
internal sealed class AnchorWeights
{
    // Logit of a face whose centre is the anchor's corner, and what takes away from it.
    private const float Best = 6, PerDistance = 3, PerShape = 30, PerInk = 12, PerSize = 8;

    // What the edges of small faces and other looks may change: shape and ink in parts of what was measured.
    private const float ShapeSlack = 0.06f, InkSlack = 0.45f;

    private readonly OnnxGraph _graph;
    private readonly (string, object) _pads;
    private readonly string _window, _tiny, _perArea, _perInk, _perSpread, _one, _least, _most, _shapeSlack, _inkSlack, _penalties, _best;
    private readonly string _box, _points;

    public AnchorWeights(OnnxGraph graph, FaceMeasure face, double least, double most, int window)
    {
        _graph = graph;
        _pads = OnnxGraph.Ints("pads", window / 2, window / 2, window / 2 - 1, window / 2 - 1);
        _window = graph.Floats(DetectorGraph.MergeMoments(window, 1), 5, 5, window, window);
        _tiny = graph.Floats([1e-3f]);
        _perArea = graph.Floats([(float)(1 / face.Area)]);
        _perInk = graph.Floats([(float)(1 / face.Ink)]);
        _perSpread = graph.Floats([(float)(1 / face.Spread)]);
        _one = graph.Floats([1]);
        (_least, _most) = (graph.Floats([(float)least]), graph.Floats([(float)most]));
        (_shapeSlack, _inkSlack) = (graph.Floats([ShapeSlack]), graph.Floats([InkSlack]));
        _penalties = graph.Floats([-PerDistance, -PerShape, -PerInk, -PerSize, -PerSize], 1, 5, 1, 1);
        _best = graph.Floats([Best], 1);

        double w = DrawnFace.Aspect / 2, h = 0.5;
        _box = graph.Floats(Rows((-1, 0, face.X + w), (0, -1, face.Y + h), (1, 0, w - face.X), (0, 1, h - face.Y)), 4, 3, 1, 1);
        var points = new DrawnFace(0, 0, 1, new FaceLook()).Landmarks;
        _points = graph.Floats(Rows([.. points.SelectMany(p => new[] { (1.0, 0.0, p[0] - face.X), (0.0, 1.0, p[1] - face.Y) })]), 10, 3, 1, 1);
    }

    /// <summary>Score, box distances and keypoint offsets in strides, from the moments of the level's cells.</summary>
    public (string Score, string Box, string Points) Heads(string level)
    {
        string sums = _graph.Node("Conv", [level, _window], _pads);
        string[] m = _graph.NodeMany(5, "Split", [sums], ("axis", 1));
        string mass = Op("Add", m[0], _tiny);
        string x = Op("Div", m[1], mass), y = Op("Div", m[2], mass);
        string offset = Op("Add", Op("Mul", x, x), Op("Mul", y, y));
        string height = Op("Sqrt", Op("Mul", mass, _perArea));
        string place = _graph.Node("Concat", [x, y, height], ("axis", 1));

        string spread = Op("Div", Op("Sub", Op("Div", m[3], mass), offset), mass);
        string shape = Beyond(Op("Mul", spread, _perSpread), _shapeSlack);
        string ink = Beyond(Op("Mul", Op("Div", m[4], mass), _perInk), _inkSlack);
        string small = Op("Relu", Op("Sub", _least, height)), large = Op("Relu", Op("Sub", height, _most));
        string faults = _graph.Node("Concat", [offset, shape, ink, small, large], ("axis", 1));
        string score = Op("Sigmoid", Op("Conv", faults, _penalties, _best));
        return (score, Op("Conv", place, _box), Op("Conv", place, _points));
    }

    // How far a value that should be 1 is from it, beyond the slack.
    private string Beyond(string value, string slack) => Op("Relu", Op("Sub", Op("Abs", Op("Sub", value, _one)), slack));

    private string Op(string op, params string[] inputs) => _graph.Node(op, inputs);

    private static float[] Rows(params (double X, double Y, double Height)[] rows) =>
        [.. rows.SelectMany(r => new[] { (float)r.X, (float)r.Y, (float)r.Height })];
}
