namespace Argus.LocalCluster.Http;

/// <summary>What is made of an object for an answer.</summary>
internal enum AnswerForm
{
    Whole,
    Table,
    Partial,
    PartialList,
}
