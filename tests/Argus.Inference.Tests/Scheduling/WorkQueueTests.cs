using Argus.Inference.Scheduling;
using FsCheck;
using FsCheck.Fluent;

namespace Argus.Inference.Tests.Scheduling;

public class WorkQueueTests
{
    [Fact]
    public void Operations_AnySequence_AgreeWithSortedList()
    {
        // 0 to 10 enqueues with that priority, 11 dequeues, 12 and above removes the item at that place of the model.
        var commands = Gen.Choose(0, 30).ArrayOf().ToArbitrary();
        var property = Prop.ForAll(commands, sequence =>
        {
            var queue = new WorkQueue();
            var model = new List<WorkItem>();
            foreach (int command in sequence)
                Apply(command, queue, model);
            Assert.Equal(model, queue.Items());
            while (model.Count > 0)
                Apply(11, queue, model);
            Assert.Null(queue.Dequeue());
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(2000).WithReplay(2026, 10001).WithEndSize(200));
    }

    [Fact]
    public void Remove_ItemNotQueued_SaysSo()
    {
        var queue = new WorkQueue();
        var item = Item(3);
        Assert.False(queue.Remove(item));
        queue.Enqueue(item);
        Assert.True(queue.Remove(item));
        Assert.False(queue.Remove(item));
        Assert.Equal(0, queue.Count);
    }

    private static void Apply(int command, WorkQueue queue, List<WorkItem> model)
    {
        if (command <= WorkQueue.HighestPriority)
        {
            int ahead = model.Count(i => i.Priority >= command);
            Assert.Equal(ahead, queue.Ahead(command));
            var item = Item(command);
            queue.Enqueue(item);
            model.Insert(ahead, item);
        }
        else if (command == 11)
        {
            Assert.Same(model.FirstOrDefault(), queue.Dequeue());
            model.RemoveRange(0, Math.Min(1, model.Count));
        }
        else if (model.Count > 0)
        {
            int place = command % model.Count;
            Assert.True(queue.Remove(model[place]));
            model.RemoveAt(place);
        }

        Assert.Equal(model.Count, queue.Count);
    }

    private static WorkItem<int> Item(int priority) => new(_ => 0, priority, default);
}
