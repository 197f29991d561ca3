namespace Argus.Inference.Models;

/// <summary>How the outputs of a graph are to be read.</summary>
public enum ModelFamily
{
    /// <summary>SCRFD: scores, box distances and, with 9 or 15 outputs, keypoint offsets by stride.</summary>
    Scrfd,

    /// <summary>YuNet: cls, obj, bbox and kps at strides 8, 16 and 32.</summary>
    YuNet,

    /// <summary>RetinaFace with prior boxes and variances 0.1 and 0.2.</summary>
    RetinaFace,

    /// <summary>Ultra-Light RFB: scores and boxes in parts of the picture, no landmarks.</summary>
    UltraLight,

    /// <summary>One vector a row, not yet of unit length.</summary>
    Embedding,

    /// <summary>Three values: female logit, male logit, age/100.</summary>
    GenderAge3,

    /// <summary>202 values: two gender logits, then 100 pairs; the age is the number of pairs won by the second value.</summary>
    GenderAge202,

    /// <summary>A folder of onnxruntime-genai: genai_config.json, the graphs that it names, and the tokenizer's files.</summary>
    GenAI,

    /// <summary>No graph but JSON: a class's mean vector each, by which faces are told apart.</summary>
    Centroids,

    /// <summary>No graph but JSON: weights and bias, or a graph within, and the range of a score.</summary>
    Score,
}
