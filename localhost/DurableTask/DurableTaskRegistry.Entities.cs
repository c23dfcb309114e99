using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask;

public sealed partial class DurableTaskRegistry
{
    public DurableTaskRegistry AddEntity(TaskName name, Func<IServiceProvider, ITaskEntity> factory)
    {
        Check.NotDefault(name);
        ArgumentNullException.ThrowIfNull(factory);
        return entities.TryAdd(name, factory) ? this : throw AlreadyAdded(nameof(ITaskEntity), name, default);
    }

    public DurableTaskRegistry AddEntity(TaskName name, Type type)
    {
        Check.ConcreteType<ITaskEntity>(type);
        return AddEntity(name, services => (ITaskEntity)ActivatorOf(services, type));
    }

    public DurableTaskRegistry AddEntity(Type type)
    {
        Check.ConcreteType<ITaskEntity>(type);
        return AddEntity(NameOf(type), type);
    }

    public DurableTaskRegistry AddEntity<TEntity>(TaskName name)
        where TEntity : class, ITaskEntity
        => AddEntity(name, typeof(TEntity));

    public DurableTaskRegistry AddEntity<TEntity>()
        where TEntity : class, ITaskEntity
        => AddEntity(typeof(TEntity));

    public DurableTaskRegistry AddEntity(TaskName name, ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return AddEntity(name, _ => entity);
    }

    public DurableTaskRegistry AddEntity(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return AddEntity(NameOf(entity.GetType()), entity);
    }
}
