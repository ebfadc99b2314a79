# What `sam build` calls: each function is the same native executable; template.yaml chooses the handler.

.PHONY: build-OrdersFunction build-AnalyticsFunction build-AggregatesFunction publish

build-OrdersFunction build-AnalyticsFunction build-AggregatesFunction: publish

publish:
	dotnet publish Analytics.Functions -c Release -r linux-x64 -o "$(ARTIFACTS_DIR)"
