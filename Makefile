# What `sam build` calls: each function is the same native executable; template.yaml chooses the handler.

.PHONY: build-OrdersFunction build-AnalyticsFunction build-AggregatesFunction publish

build-OrdersFunction build-AnalyticsFunction build-AggregatesFunction: publish

publish:
	dotnet publish Analytics.Functions -c Release -r linux-x64 -o "$(ARTIFACTS_DIR)"

# The commands against a deployed stack as one file, artifacts/operator, that needs no .NET. The functions are a program as well, built once
# for the runtime and once without it: their runtimeconfig.json would be published twice.
.PHONY: operator
operator:
	dotnet publish Analytics.Cli -c Release -r linux-x64 --self-contained -o artifacts/operator.files \
	  -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=true -p:ErrorOnDuplicatePublishOutputFiles=false
	cp artifacts/operator.files/Analytics.Cli artifacts/operator
