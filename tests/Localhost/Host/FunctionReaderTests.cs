using System.Globalization;
using System.Reflection;
using Boai.Localhost.Host;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;

namespace Boai.Tests.Localhost.Host;

/// <summary>How one method is read as a function.</summary>
public sealed class FunctionReaderTests
{
    [Fact]
    public void A_runtime_that_gives_other_objects_for_the_same_parameters_does_not_hide_the_trigger()
    {
        // What happens to apps that start side by side, once and by chance, happens to this method at every call.
        FreshParameters method = new(typeof(Clockwork).GetMethod(nameof(Clockwork.Tick))!);
        Assert.NotSame(method.GetParameters()[0], method.GetParameters()[0]);
        FunctionProblems problems = new();

        FunctionDescriptor? read = new FunctionReader("Tick", method, new FunctionSettings(new ConfigurationBuilder().Build(), new HostJson(), AspNetCoreTypes: true), problems).Read();

        problems.ThrowIfAny();
        Assert.NotNull(read);
    }

    private static class Clockwork
    {
        [Function("Tick")]
        public static void Tick([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client) => _ = (timer, client);
    }

    private sealed class FreshParameters(MethodInfo inner) : MethodInfo
    {
        public override MethodAttributes Attributes => inner.Attributes;

        public override Type? DeclaringType => inner.DeclaringType;

        public override RuntimeMethodHandle MethodHandle => inner.MethodHandle;

        public override string Name => inner.Name;

        public override Type? ReflectedType => inner.ReflectedType;

        public override ParameterInfo ReturnParameter => inner.ReturnParameter;

        public override Type ReturnType => inner.ReturnType;

        public override ICustomAttributeProvider ReturnTypeCustomAttributes => inner.ReturnTypeCustomAttributes;

        public override MethodInfo GetBaseDefinition() => this;

        public override object[] GetCustomAttributes(bool inherit) => inner.GetCustomAttributes(inherit);

        public override object[] GetCustomAttributes(Type attributeType, bool inherit) => inner.GetCustomAttributes(attributeType, inherit);

        public override MethodImplAttributes GetMethodImplementationFlags() => inner.GetMethodImplementationFlags();

        public override ParameterInfo[] GetParameters() => [.. inner.GetParameters().Select(parameter => new Fresh(parameter))];

        public override object? Invoke(object? obj, BindingFlags invokeAttr, Binder? binder, object?[]? parameters, CultureInfo? culture) =>
            inner.Invoke(obj, invokeAttr, binder, parameters, culture);

        public override bool IsDefined(Type attributeType, bool inherit) => inner.IsDefined(attributeType, inherit);
    }

    private sealed class Fresh : ParameterInfo
    {
        private readonly ParameterInfo inner;

        public Fresh(ParameterInfo inner)
        {
            this.inner = inner;
            (ClassImpl, NameImpl, PositionImpl, MemberImpl, AttrsImpl) = (inner.ParameterType, inner.Name, inner.Position, inner.Member, inner.Attributes);
        }

        public override bool HasDefaultValue => inner.HasDefaultValue;

        public override object[] GetCustomAttributes(bool inherit) => inner.GetCustomAttributes(inherit);

        public override object[] GetCustomAttributes(Type attributeType, bool inherit) => inner.GetCustomAttributes(attributeType, inherit);

        public override IList<CustomAttributeData> GetCustomAttributesData() => inner.GetCustomAttributesData();

        public override bool IsDefined(Type attributeType, bool inherit) => inner.IsDefined(attributeType, inherit);
    }
}
