/* The bundle's bytecode, to run where it lies. */
	.section .image, "a"
	.global imageStart, imageEnd
	.balign 16
imageStart:
	.incbin IMAGE
imageEnd:
	.balign 16
